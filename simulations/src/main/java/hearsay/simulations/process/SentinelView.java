package hearsay.simulations.process;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a Sentinel says of the one master that it watches here: a line of its INFO.
///
/// ```
/// master0:name=mymaster,status=ok,address=127.0.0.1:7000,slaves=2,sentinels=3
/// ```
///
/// @param status `ok`, `sdown` or `odown`
/// @param sentinels that it knows, itself included
record SentinelView(String name, String status, int port, int replicas, int sentinels) {

    private static final Pattern LINE =
            Pattern.compile(
                    "name=(.*),status=([a-z]+),address=.*:([0-9]+),slaves=([0-9]+),sentinels=([0-9]+)");

    static Optional<SentinelView> of(Map<String, String> info) {
        Matcher line = LINE.matcher(info.getOrDefault("master0", ""));
        if (!line.matches()) return Optional.empty();
        return Optional.of(
                new SentinelView(
                        line.group(1),
                        line.group(2),
                        Integer.parseInt(line.group(3)),
                        Integer.parseInt(line.group(4)),
                        Integer.parseInt(line.group(5))));
    }
}
