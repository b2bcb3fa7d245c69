/// Who is watched, over which links, and what is known of them.
@org.jspecify.annotations.NullMarked
package hearsay.sentinel.watch;
