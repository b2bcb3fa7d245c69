package hearsay.sentinel.leader;

/// A vote that was given.
///
/// @param leader the run id of a Sentinel
public record Vote(String leader, long epoch) {}
