@org.jspecify.annotations.NullMarked
package hearsay.sentinel.config;
