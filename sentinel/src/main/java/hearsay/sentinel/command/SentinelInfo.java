package hearsay.sentinel.command;

import hearsay.node.info.InfoText;
import hearsay.sentinel.member.Report.InfoMaster;

/// The section `# Sentinel` of INFO.
///
/// Source: Redis documentation of INFO and of Sentinel.
final class SentinelInfo {

    private SentinelInfo() {}

    static void write(Desk desk, long nowMillis, InfoText text) {
        var info = desk.sentinel().info(nowMillis);
        text.line("sentinel_masters", info.masters().size());
        text.line("sentinel_tilt", info.tilt());
        text.line("sentinel_tilt_since_seconds", info.tiltSinceSeconds());
        text.line("sentinel_running_scripts", desk.scripts().running());
        text.line("sentinel_scripts_queue_length", desk.scripts().length());
        text.line("sentinel_simulate_failure_flags", info.simulateFailureFlags());
        int number = 0;
        for (var master : info.masters()) text.line("master" + number++, line(master));
    }

    private static String line(InfoMaster master) {
        return "name=%s,status=%s,address=%s:%d,slaves=%d,sentinels=%d"
                .formatted(
                        master.name(),
                        master.status(),
                        master.host(),
                        master.port(),
                        master.slaves(),
                        master.sentinels());
    }
}
