package hearsay.client.routing;

/// How long a caller is willing to wait for one request, all its attempts and pauses included.
public record TimeLimit(long millis) {

    public TimeLimit {
        if (millis < 1) throw new IllegalArgumentException("no time at all: " + millis + " ms");
    }

    public static TimeLimit ofSeconds(long seconds) {
        return new TimeLimit(seconds * 1_000);
    }
}
