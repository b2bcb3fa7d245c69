package hearsay.node.config;

/// When a client that does not read is cut off: at once above the hard limit, or after it was above
/// the soft one for that long. Bytes are unsigned; zero is no limit.
public record OutputLimit(long hardBytes, long softBytes, long softSeconds) {}
