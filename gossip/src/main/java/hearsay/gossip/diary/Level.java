package hearsay.gossip.diary;

/// Redis' log levels, and one below them for what Redis keeps to itself.
public enum Level {
    /// Not in any log: for a diary that wants to know all.
    UNLOGGED,
    DEBUG,
    VERBOSE,
    NOTICE,
    WARNING
}
