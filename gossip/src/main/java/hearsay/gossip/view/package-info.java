/// What one node believes: who is known, who owns which slot at which epoch, and how another's
/// claims change that.
@org.jspecify.annotations.NullMarked
package hearsay.gossip.view;
