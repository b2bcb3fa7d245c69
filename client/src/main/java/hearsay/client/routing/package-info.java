/// Which node of a cluster a request is sent to, and what is done when it was the wrong one.
@org.jspecify.annotations.NullMarked
package hearsay.client.routing;
