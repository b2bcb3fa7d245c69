package hearsay.sentinel.watch;

import hearsay.sentinel.model.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a Sentinel reads in an INFO. What is absent is null and keeps what was known.
///
/// @param replicas as a master lists them
/// @param masterLinkDownMillis 0 if the link to the master is up
public record InfoReport(
        @Nullable String runId,
        @Nullable Role role,
        List<HostPort> replicas,
        long masterLinkDownMillis,
        @Nullable String masterHost,
        @Nullable Integer masterPort,
        @Nullable Boolean masterLinkUp,
        @Nullable Integer priority,
        @Nullable Long offset,
        @Nullable Boolean announced) {

    public record HostPort(String host, int port) {}

    private static final int RUN_ID_LENGTH = 40;
    private static final int MAX_DIGITS = 18;

    public static InfoReport parse(String text) {
        var reader = new Reader();
        text.lines().forEach(reader::line);
        return reader.report();
    }

    /// Lines of `field:value`; those about a master count only behind `role:slave`, as they are
    /// written.
    private static final class Reader {

        private @Nullable String runId;
        private @Nullable Role role;
        private final List<HostPort> replicas = new ArrayList<>();
        private long linkDownMillis;
        private @Nullable String masterHost;
        private @Nullable Integer masterPort;
        private @Nullable Boolean linkUp;
        private @Nullable Integer priority;
        private @Nullable Long offset;
        private @Nullable Boolean announced;

        void line(String line) {
            int colon = line.indexOf(':');
            if (colon < 0) return;
            String field = line.substring(0, colon);
            String value = line.substring(colon + 1);
            switch (field) {
                case "run_id" -> {
                    if (value.length() >= RUN_ID_LENGTH) runId = value.substring(0, RUN_ID_LENGTH);
                }
                case "role" -> {
                    if (value.startsWith("master")) role = Role.MASTER;
                    else if (value.startsWith("slave")) role = Role.SLAVE;
                }
                case "master_link_down_since_seconds" -> linkDownMillis = number(value) * 1_000;
                default -> {
                    if (isReplicaLine(field)) replica(value);
                    else if (role == Role.SLAVE) ofReplica(field, value);
                }
            }
        }

        private void ofReplica(String field, String value) {
            switch (field) {
                case "master_host" -> masterHost = value;
                case "master_port" -> masterPort = (int) number(value);
                case "master_link_status" -> linkUp = value.equalsIgnoreCase("up");
                case "slave_priority" -> priority = (int) number(value);
                case "slave_repl_offset" -> offset = number(value);
                case "replica_announced" -> announced = number(value) != 0;
                default -> {}
            }
        }

        private static boolean isReplicaLine(String field) {
            return field.length() > 5
                    && field.startsWith("slave")
                    && Character.isDigit(field.charAt(5));
        }

        /// `ip=127.0.0.1,port=6380,state=online,…`, or `127.0.0.1,6380,online` from before 2.8.
        private void replica(String value) {
            String ip = null;
            String port = null;
            var words = value.split(",", -1);
            for (var word : words) {
                if (word.startsWith("ip=")) ip = word.substring(3);
                if (word.startsWith("port=")) port = word.substring(5);
            }
            if (ip == null && words.length >= 3 && value.indexOf('=') < 0) {
                ip = words[0];
                port = words[1];
            }
            if (ip != null && port != null) replicas.add(new HostPort(ip, (int) number(port)));
        }

        /// As C's atoi: the digits in front, 0 if there are none.
        private static long number(String text) {
            int end = text.startsWith("-") ? 1 : 0;
            while (end < text.length()
                    && end <= MAX_DIGITS
                    && Character.isDigit(text.charAt(end))) {
                end++;
            }
            var digits = text.substring(0, end);
            return digits.isEmpty() || digits.equals("-") ? 0 : Long.parseLong(digits);
        }

        InfoReport report() {
            return new InfoReport(
                    runId,
                    role,
                    List.copyOf(replicas),
                    linkDownMillis,
                    masterHost,
                    masterPort,
                    linkUp,
                    priority,
                    offset,
                    announced);
        }
    }
}
