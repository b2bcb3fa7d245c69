/// The Akka shell around a server: mailbox, timer, effects.
@org.jspecify.annotations.NullMarked
package hearsay.node.actor;
