package hearsay.sentinel.hello;

import org.jspecify.annotations.Nullable;

/// What a Sentinel says of itself and of one master, every two seconds, to everybody who knows that
/// master: through pub/sub on the master and its replicas, and to other Sentinels by PUBLISH. It is
/// how Sentinels find each other, and how the newest configuration spreads.
///
/// `ip,port,runid,epoch,name,master-ip,master-port,master-config-epoch`
///
/// Source: "Sentinels and replicas auto discovery", "Configuration propagation".
public record Hello(
        String ip,
        int port,
        String runId,
        long currentEpoch,
        String master,
        String masterHost,
        int masterPort,
        long masterConfigEpoch) {

    /// Where hellos are published.
    public static final String CHANNEL = "__sentinel__:hello";

    private static final int FIELDS = 8;

    /// The hello in a message, null if it is none: who knows what else is published there.
    public static @Nullable Hello parse(String message) {
        var fields = message.split(",", -1);
        if (fields.length != FIELDS) return null;
        try {
            return new Hello(
                    fields[0],
                    Integer.parseInt(fields[1]),
                    fields[2],
                    Long.parseUnsignedLong(fields[3]),
                    fields[4],
                    fields[5],
                    Integer.parseInt(fields[6]),
                    Long.parseUnsignedLong(fields[7]));
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    @Override
    public String toString() {
        return String.join(
                ",",
                ip,
                Integer.toString(port),
                runId,
                Long.toUnsignedString(currentEpoch),
                master,
                masterHost,
                Integer.toString(masterPort),
                Long.toUnsignedString(masterConfigEpoch));
    }
}
