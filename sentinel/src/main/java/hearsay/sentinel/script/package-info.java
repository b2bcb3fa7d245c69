/// Programs that a Sentinel runs when something happens.
@org.jspecify.annotations.NullMarked
package hearsay.sentinel.script;
