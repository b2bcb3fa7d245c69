/// A Sentinel in this JVM, with its log, files, event loop and ports.
@org.jspecify.annotations.NullMarked
package hearsay.sentinel.host;
