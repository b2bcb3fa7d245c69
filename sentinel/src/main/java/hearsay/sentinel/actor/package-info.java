/// The Akka shell around a Sentinel: mailbox, timers, links, effects.
@org.jspecify.annotations.NullMarked
package hearsay.sentinel.actor;
