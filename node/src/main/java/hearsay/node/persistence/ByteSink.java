package hearsay.node.persistence;

/// Where bytes go: a connection's output buffer, a file's, or a list in a test.
///
/// The array belongs to the caller, who may overwrite it as soon as `write` returns.
@FunctionalInterface
public interface ByteSink {

    void write(byte[] bytes, int from, int length);
}
