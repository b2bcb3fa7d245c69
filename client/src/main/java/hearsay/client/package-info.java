/// What speaks to a Redis from outside.
@org.jspecify.annotations.NullMarked
package hearsay.client;
