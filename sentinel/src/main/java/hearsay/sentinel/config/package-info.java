/// sentinel.conf: how it is read, and how it is written again with what must survive.
@org.jspecify.annotations.NullMarked
package hearsay.sentinel.config;
