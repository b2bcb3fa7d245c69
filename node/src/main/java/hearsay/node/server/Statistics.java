package hearsay.node.server;

/// Counters of INFO's stats section. Plain numbers: only the node's own thread writes them.
public final class Statistics {

    public long connectionsReceived;
    public long commandsProcessed;
    public long rejectedConnections;
    public long inputBytes;
    public long outputBytes;

    /// The part of the traffic that is replication; INFO's totals contain it, the two above do not.
    public long replicationInputBytes;

    public long replicationOutputBytes;

    /// How often bytes of a client came, and how often some were sent.
    public long reads;

    public long writes;

    /// Turns of the event loop.
    public long cycles;

    public long errorReplies;

    /// Errors in answer to what our own master sent, which should not happen.
    public long unexpectedErrorReplies;

    public long fullSyncs;
    public long partialSyncsAccepted;
    public long partialSyncsRefused;
    public long outputLimitDisconnections;
    public long queryLimitDisconnections;

    private final Rate commands = new Rate();
    private final Rate input = new Rate();
    private final Rate output = new Rate();
    private final Rate replicationInput = new Rate();
    private final Rate replicationOutput = new Rate();
    private final Rate loop = new Rate();

    /// Called by the cron every 100 ms: feeds everything that is per second.
    public void sample(long nowMillis) {
        commands.sample(commandsProcessed, nowMillis);
        input.sample(inputBytes, nowMillis);
        output.sample(outputBytes, nowMillis);
        replicationInput.sample(replicationInputBytes, nowMillis);
        replicationOutput.sample(replicationOutputBytes, nowMillis);
        loop.sample(cycles, nowMillis);
    }

    public long commandsPerSecond() {
        return commands.perSecond();
    }

    public double inputKilobytesPerSecond() {
        return input.perSecond() / 1024.0;
    }

    public double outputKilobytesPerSecond() {
        return output.perSecond() / 1024.0;
    }

    public double replicationInputKilobytesPerSecond() {
        return replicationInput.perSecond() / 1024.0;
    }

    public double replicationOutputKilobytesPerSecond() {
        return replicationOutput.perSecond() / 1024.0;
    }

    public long cyclesPerSecond() {
        return loop.perSecond();
    }

    /// CONFIG RESETSTAT.
    public void reset() {
        connectionsReceived = 0;
        commandsProcessed = 0;
        rejectedConnections = 0;
        inputBytes = 0;
        outputBytes = 0;
        replicationInputBytes = 0;
        replicationOutputBytes = 0;
        reads = 0;
        writes = 0;
        cycles = 0;
        errorReplies = 0;
        unexpectedErrorReplies = 0;
        fullSyncs = 0;
        partialSyncsAccepted = 0;
        partialSyncsRefused = 0;
        outputLimitDisconnections = 0;
        queryLimitDisconnections = 0;
        commands.reset();
        input.reset();
        output.reset();
        replicationInput.reset();
        replicationOutput.reset();
        loop.reset();
    }
}
