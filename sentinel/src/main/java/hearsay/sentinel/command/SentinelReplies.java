package hearsay.sentinel.command;

import hearsay.node.resp.Replies;
import hearsay.sentinel.member.Report;
import hearsay.sentinel.script.ScriptQueue.Pending;
import java.util.List;
import java.util.SequencedMap;

/// How the answers of a Sentinel look on the wire: in RESP3 maps, in RESP2 the same in a row.
final class SentinelReplies {

    private SentinelReplies() {}

    static void instances(Replies reply, List<Report.Instance> instances) {
        reply.array(instances.size());
        for (var instance : instances) instance(reply, instance);
    }

    static void instance(Replies reply, Report.Instance instance) {
        reply.map(instance.fields().size());
        for (var field : instance.fields()) {
            reply.bulk(field.name());
            reply.bulk(field.value());
        }
    }

    static void pairs(Replies reply, SequencedMap<String, ?> pairs) {
        reply.map(pairs.size());
        pairs.forEach((name, value) -> {
            reply.bulk(name);
            reply.bulk(value.toString());
        });
    }

    static void masterDown(Replies reply, Report.MasterDown answer) {
        reply.array(3);
        reply.integer(answer.down() ? 1 : 0);
        reply.bulk(answer.leader());
        reply.integer(answer.leaderEpoch());
    }

    static void infoCache(Replies reply, List<Report.InfoCache> masters) {
        reply.array(2L * masters.size());
        for (var master : masters) {
            reply.bulk(master.master());
            reply.array(master.entries().size());
            for (var entry : master.entries()) {
                reply.array(2);
                reply.integer(entry.ageMillis());
                var info = entry.info();
                if (info == null) reply.nil();
                else reply.bulk(info);
            }
        }
    }

    static void scripts(Replies reply, List<Pending> scripts) {
        reply.array(scripts.size());
        for (var script : scripts) {
            reply.map(5);
            reply.bulk("argv");
            reply.array(script.words().size());
            script.words().forEach(reply::bulk);
            reply.bulk("flags");
            reply.bulk(script.running() ? "running" : "scheduled");
            reply.bulk("pid");
            reply.bulk(script.pid());
            reply.bulk(script.running() ? "run-time" : "run-delay");
            reply.bulk(script.millis());
            reply.bulk("retry-num");
            reply.bulk(script.attempts());
        }
    }
}
