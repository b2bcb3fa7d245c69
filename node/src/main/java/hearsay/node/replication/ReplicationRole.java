package hearsay.node.replication;

import hearsay.node.resp.Replies;

/// What ROLE answers.
public final class ReplicationRole {

    private ReplicationRole() {}

    public static void reply(Replication replication, Replies reply) {
        var master = replication.master();
        if (master == null) {
            reply.array(3);
            reply.bulk("master");
            reply.integer(replication.offset());
            replicas(replication, reply);
        } else {
            reply.array(5);
            reply.bulk("slave");
            reply.bulk(master.host());
            reply.integer(master.port());
            reply.bulk(master.stateName());
            reply.integer(master.isUp() ? replication.offset() : -1);
        }
    }

    private static void replicas(Replication replication, Replies reply) {
        int mark = reply.mark();
        int count = 0;
        for (var replica : replication.replicas().all()) {
            if (!replica.isOnline()) continue;
            reply.array(3);
            reply.bulk(replica.address());
            reply.bulk((long) replica.listeningPort);
            reply.bulk(replica.acknowledgedOffset);
            count++;
        }
        reply.arrayFrom(mark, count);
    }
}
