/// What Sentinels say about themselves and their masters.
@org.jspecify.annotations.NullMarked
package hearsay.sentinel.hello;
