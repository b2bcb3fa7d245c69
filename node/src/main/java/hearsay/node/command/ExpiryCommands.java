package hearsay.node.command;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.resp.Decimal;

/// Commands on the time that keys have to live.
///
/// Source: Redis documentation of EXPIRE.
final class ExpiryCommands {

    private ExpiryCommands() {}

    static void expire(Call call) {
        expire(call, 1000, call.nowMillis());
    }

    static void pExpire(Call call) {
        expire(call, 1, call.nowMillis());
    }

    static void expireAt(Call call) {
        expire(call, 1000, 0);
    }

    static void pExpireAt(Call call) {
        expire(call, 1, 0);
    }

    static void ttl(Call call) {
        replyTime(call, 1000, call.nowMillis());
    }

    static void pTtl(Call call) {
        replyTime(call, 1, call.nowMillis());
    }

    static void expireTime(Call call) {
        replyTime(call, 1000, 0);
    }

    static void pExpireTime(Call call) {
        replyTime(call, 1, 0);
    }

    static void persist(Call call) {
        var entry = call.write(1);
        boolean persisted = entry != null && call.db().persist(entry);
        if (entry != null && persisted) call.changed(entry, EventClass.GENERIC, "persist");
        call.reply().integer(persisted ? 1 : 0);
    }

    /// @param unit of word 2, in milliseconds
    /// @param since what it is counted from, Unix time in milliseconds
    private static void expire(Call call, long unit, long since) {
        var condition = Condition.parse(call, 3);
        long at = call.integer(2);
        if (at > Long.MAX_VALUE / unit || at < Long.MIN_VALUE / unit) {
            throw CommandError.invalidExpireTime(call.command());
        }
        at *= unit;
        if (at > Long.MAX_VALUE - since) throw CommandError.invalidExpireTime(call.command());
        at += since;
        var entry = call.write(1);
        if (entry == null || !condition.allows(entry.expireAt(), at)) {
            call.reply().integer(0);
            return;
        }
        call.reply().integer(1);
        if (call.db().isOverAtOnce(at)) {
            call.delete(entry);
            boolean lazy = call.server().settings().memory().lazyExpire();
            if (lazy) call.server().lazyFreeing().lastWasLazy();
            call.propagateDeletion(lazy);
            return;
        }
        call.db().expireAt(entry, at);
        call.changed(entry, EventClass.GENERIC, "expire");
        if (call.isRepeated()) repeatExpire(call, at);
    }

    /// Replicas are told the moment; the conditions stand as they were.
    private static void repeatExpire(Call call, long at) {
        var words = new byte[call.count()][];
        for (int i = 1; i < words.length; i++) words[i] = call.bytes(i);
        words[0] = Words.PEXPIREAT;
        words[2] = Decimal.bytes(at);
        call.propagateAs(words);
    }

    private static void replyTime(Call call, long unit, long since) {
        var entry = call.look(1);
        if (entry == null) {
            call.reply().integer(-2);
        } else if (!entry.expires()) {
            call.reply().integer(-1);
        } else {
            long millis = Math.max(0, entry.expireAt() - since);
            // Seconds are rounded to the nearest, also at the end of all numbers.
            call.reply().integer(unit == 1 ? millis : Long.divideUnsigned(millis + 500, unit));
        }
    }

    /// When EXPIRE may set a time: NX, XX, GT, LT.
    private record Condition(boolean nx, boolean xx, boolean gt, boolean lt) {

        private static final Condition NONE = new Condition(false, false, false, false);

        static Condition parse(Call call, int from) {
            if (call.count() == from) return NONE;
            boolean nx = false;
            boolean xx = false;
            boolean gt = false;
            boolean lt = false;
            for (int i = from; i < call.count(); i++) {
                if (call.is(i, "NX")) {
                    nx = true;
                } else if (call.is(i, "XX")) {
                    xx = true;
                } else if (call.is(i, "GT")) {
                    gt = true;
                } else if (call.is(i, "LT")) {
                    lt = true;
                } else {
                    throw new CommandError("ERR Unsupported option " + call.text(i));
                }
            }
            if (nx && (xx || gt || lt)) {
                throw new CommandError(
                        "ERR NX and XX, GT or LT options at the same time are not compatible");
            }
            if (gt && lt) {
                throw new CommandError("ERR GT and LT options at the same time are not compatible");
            }
            return new Condition(nx, xx, gt, lt);
        }

        /// A key without a time to live counts as living forever.
        boolean allows(long current, long wanted) {
            boolean forever = current == Entry.NEVER;
            if (nx && !forever) return false;
            if (xx && forever) return false;
            if (gt && (forever || wanted <= current)) return false;
            return !lt || forever || wanted < current;
        }
    }
}
