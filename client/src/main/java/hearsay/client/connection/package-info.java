/// Connections to one Redis: requests out, replies in, in order.
@org.jspecify.annotations.NullMarked
package hearsay.client.connection;
