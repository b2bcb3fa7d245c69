package hearsay.node.command;

import hearsay.node.keyspace.Keyspaces;
import hearsay.node.keyspace.Value;
import hearsay.node.persistence.KeyAttributes;
import hearsay.node.persistence.RdbReader;
import hearsay.node.persistence.RdbSink;
import hearsay.node.persistence.RdbWriter;
import hearsay.node.server.Server;

/// DEBUG RELOAD: all data is written as an RDB, and what is read of that takes its place.
///
/// Redis goes through its file. Here the bytes go from the writer to the reader; what a file would
/// be needed for, `NOSAVE` and `NOFLUSH`, is not there.
final class DebugReload implements RdbSink {

    private final Keyspaces loaded;
    private final long now;
    private int database;

    private DebugReload(Keyspaces loaded, long now) {
        this.loaded = loaded;
        this.now = now;
    }

    static void reload(Call call) {
        for (int i = 2; i < call.count(); i++) {
            boolean known = call.is(i, "MERGE") || call.is(i, "NOFLUSH") || call.is(i, "NOSAVE");
            throw new CommandError(
                    known
                            ? "ERR This node has no file to reload: DEBUG RELOAD takes no options."
                            : "ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.");
        }
        reload(call.server());
        call.reply().ok();
    }

    private static void reload(Server server) {
        delay(server);
        var sink = new DebugReload(server.keyspaces().blank(), server.nowMillis());
        var reader = new RdbReader(sink, server.settings().values());
        var writer = new RdbWriter(reader::feed, RdbWriter.Options.DEFAULT);
        writer.header();
        for (var db : server.keyspaces().all()) {
            if (db.isEmpty()) continue;
            writer.selectDb(db.index());
            writer.resizeDb(db.size(), db.expiringKeys());
            db.forEach(entry -> {
                if (entry.expires()) writer.expireAt(entry.expireAt());
                writer.use(db, entry);
                writer.entry(entry.key(), entry.value());
            });
        }
        writer.end();
        reader.end();
        server.keyspaces().adopt(sink.loaded);
    }

    /// As the settings say that it is to take its time, for each key once to be written and once to
    /// be read.
    private static void delay(Server server) {
        long keys = 0;
        for (var db : server.keyspaces().all()) keys += db.size();
        var settings = server.settings().replication();
        double micros =
                micros(keys, settings.keySaveDelay()) + micros(keys, settings.keyLoadDelay());
        if (micros >= 1) server.environment().machine().standStill((long) micros);
    }

    private static double micros(long keys, int delay) {
        return delay >= 0 ? (double) keys * delay : (double) keys / -delay;
    }

    @Override
    public void selectDb(int db) {
        database = db;
    }

    @Override
    public void resizeDb(long keys, long expires) {
        loaded.get(database).expand((int) keys);
    }

    @Override
    public void value(byte[] key, Value value, KeyAttributes attributes) {
        if (attributes.expires() && attributes.expireAtMillis() < now) return;
        var db = loaded.get(database);
        var entry = db.add(key, 0, key.length, value);
        if (attributes.expires()) db.expireAt(entry, attributes.expireAtMillis());
        db.used(entry, attributes.idleSeconds(), attributes.frequency());
    }

    @Override
    public void function(byte[] code) {}

    @Override
    public void moduleAux(long moduleId) {}
}
