/// What the client's tests share.
@org.jspecify.annotations.NullMarked
package hearsay.client;
