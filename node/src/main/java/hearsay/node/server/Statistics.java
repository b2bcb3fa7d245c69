package hearsay.node.server;

/// Counters of INFO's stats section. Plain numbers: only the node's own thread writes them.
public final class Statistics {

    public long connectionsReceived;
    public long commandsProcessed;
    public long rejectedConnections;
    public long inputBytes;
    public long outputBytes;
    public long errorReplies;
    public long fullSyncs;
    public long partialSyncsAccepted;
    public long partialSyncsRefused;
    public long outputLimitDisconnections;
    public long queryLimitDisconnections;

    private final long[] samples = new long[16];
    private int sampled;
    private long lastCommands;
    private long lastSampleMillis;

    /// Called by the cron every 100 ms: feeds the mean of `instantaneous_ops_per_sec`.
    public void sample(long nowMillis) {
        long elapsed = nowMillis - lastSampleMillis;
        if (lastSampleMillis != 0 && elapsed > 0) {
            samples[sampled++ % samples.length] =
                    (commandsProcessed - lastCommands) * 1000 / elapsed;
        }
        lastCommands = commandsProcessed;
        lastSampleMillis = nowMillis;
    }

    public long commandsPerSecond() {
        long sum = 0;
        for (long sample : samples) sum += sample;
        return sum / samples.length;
    }

    public void reset() {
        connectionsReceived = 0;
        commandsProcessed = 0;
        rejectedConnections = 0;
        inputBytes = 0;
        outputBytes = 0;
        errorReplies = 0;
        fullSyncs = 0;
        partialSyncsAccepted = 0;
        partialSyncsRefused = 0;
        outputLimitDisconnections = 0;
        queryLimitDisconnections = 0;
        lastCommands = 0;
        java.util.Arrays.fill(samples, 0);
    }
}
