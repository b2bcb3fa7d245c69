package hearsay.node.command;

import hearsay.node.keyspace.Entry;

/// The words behind SET's value and GETEX's key.
///
/// Each [Call] has one of these and uses it again, so that a SET with a time to live costs no more
/// memory than one without.
///
/// Source: Redis documentation of SET and GETEX, "Options".
final class SetOptions {

    /// What becomes of the key's time to live. They exclude each other; one may be said twice, and
    /// then the last one counts.
    enum Lifetime {
        UNSAID,
        KEEPTTL,
        PERSIST,
        EX,
        PX,
        EXAT,
        PXAT;

        /// Whether a number follows.
        boolean isTime() {
            return compareTo(EX) >= 0;
        }

        private boolean isSeconds() {
            return this == EX || this == EXAT;
        }

        /// Counted from 1970, not from now.
        boolean isAbsolute() {
            return compareTo(EXAT) >= 0;
        }
    }

    boolean onlyIfAbsent;
    boolean onlyIfPresent;
    boolean get;
    Lifetime lifetime = Lifetime.UNSAID;
    private int timeIndex;

    SetOptions clear() {
        onlyIfAbsent = false;
        onlyIfPresent = false;
        get = false;
        lifetime = Lifetime.UNSAID;
        timeIndex = 0;
        return this;
    }

    /// As SETEX has it: word `index` is the time.
    SetOptions time(Lifetime unit, int index) {
        clear();
        lifetime = unit;
        timeIndex = index;
        return this;
    }

    /// @throws CommandError a word is none of SET's options, or two exclude each other
    SetOptions parseSet(Call call) {
        clear();
        for (int i = 3; i < call.count(); i++) {
            if (call.is(i, "NX") && !onlyIfPresent) {
                onlyIfAbsent = true;
            } else if (call.is(i, "XX") && !onlyIfAbsent) {
                onlyIfPresent = true;
            } else if (call.is(i, "GET")) {
                get = true;
            } else if (call.is(i, "KEEPTTL")) {
                say(Lifetime.KEEPTTL);
            } else {
                i = parseTime(call, i);
            }
        }
        return this;
    }

    /// @throws CommandError a word is none of GETEX' options, or two exclude each other
    SetOptions parseGetEx(Call call) {
        clear();
        for (int i = 2; i < call.count(); i++) {
            if (call.is(i, "PERSIST")) {
                say(Lifetime.PERSIST);
            } else {
                i = parseTime(call, i);
            }
        }
        return this;
    }

    /// When the key's time is over, Unix time in milliseconds, or [Entry#NEVER] if nothing was said
    /// about that.
    ///
    /// @throws CommandError the time is no number, not positive, or beyond all numbers
    long expireAt(Call call) {
        if (!lifetime.isTime()) return Entry.NEVER;
        long time = call.integer(timeIndex);
        if (time <= 0) throw CommandError.invalidExpireTime(call.command());
        if (lifetime.isSeconds()) {
            if (time > Long.MAX_VALUE / 1000) throw CommandError.invalidExpireTime(call.command());
            time *= 1000;
        }
        if (!lifetime.isAbsolute()) time += call.nowMillis();
        if (time <= 0) throw CommandError.invalidExpireTime(call.command());
        return time;
    }

    private int parseTime(Call call, int index) {
        if (index + 1 == call.count()) throw CommandError.syntax();
        if (call.is(index, "EX")) {
            say(Lifetime.EX);
        } else if (call.is(index, "PX")) {
            say(Lifetime.PX);
        } else if (call.is(index, "EXAT")) {
            say(Lifetime.EXAT);
        } else if (call.is(index, "PXAT")) {
            say(Lifetime.PXAT);
        } else {
            throw CommandError.syntax();
        }
        timeIndex = index + 1;
        return timeIndex;
    }

    private void say(Lifetime said) {
        if (lifetime != Lifetime.UNSAID && lifetime != said) throw CommandError.syntax();
        lifetime = said;
    }
}
