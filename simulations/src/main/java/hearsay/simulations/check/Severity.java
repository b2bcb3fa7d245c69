package hearsay.simulations.check;

/// What it means when a law does not hold.
public enum Severity {
    /// Always a fault: Redis promises it whatever happens.
    VIOLATION,

    /// A fault as long as nothing went wrong in the world. Once there was a failover, a partition
    /// or a crash, it is a documented property of Redis, and comes out as a figure.
    ///
    /// Source: Redis Cluster specification, "Write safety".
    VIOLATION_WHILE_CALM,

    /// Never a fault: measured, and comes out as figures.
    FIGURE
}
