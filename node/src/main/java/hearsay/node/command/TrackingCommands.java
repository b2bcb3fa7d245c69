package hearsay.node.command;

import hearsay.node.resp.Bytes;
import hearsay.node.tracking.TrackingMode;
import hearsay.node.tracking.TrackingMode.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The subcommands of CLIENT that are about client-side caching.
///
/// Source: Redis documentation of CLIENT TRACKING.
final class TrackingCommands {

    private TrackingCommands() {}

    static void tracking(Call call) {
        var options = Options.of(call);
        var session = call.session();
        if (call.is(2, "ON")) {
            var scope = options.check(session.tracking());
            call.server()
                    .tracking()
                    .enable(session, scope, options.redirection, options.noLoop, options.prefixes);
        } else if (call.is(2, "OFF")) {
            call.server().tracking().disable(session);
        } else {
            throw CommandError.syntax();
        }
        call.reply().ok();
    }

    static void caching(Call call) {
        var mode = call.session().tracking();
        if (mode == null) {
            throw new CommandError(
                    "ERR CLIENT CACHING can be called only when the client is in tracking mode with"
                            + " OPTIN or OPTOUT mode enabled");
        }
        if (call.is(2, "YES")) {
            if (mode.scope() != Scope.OPT_IN) {
                throw new CommandError(
                        "ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN"
                                + " mode.");
            }
        } else if (call.is(2, "NO")) {
            if (mode.scope() != Scope.OPT_OUT) {
                throw new CommandError(
                        "ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT"
                                + " mode.");
            }
        } else {
            throw CommandError.syntax();
        }
        mode.cachingGiven(true);
        call.reply().ok();
    }

    static void redirection(Call call) {
        var mode = call.session().tracking();
        call.reply().integer(mode == null ? -1 : mode.redirection());
    }

    static void info(Call call) {
        var mode = call.session().tracking();
        var reply = call.reply();
        var flags = mode == null ? List.of("off") : flags(mode);
        reply.map(3);
        reply.bulk("flags");
        reply.set(flags.size());
        flags.forEach(reply::bulk);
        reply.bulk("redirect");
        reply.integer(mode == null ? -1 : mode.redirection());
        reply.bulk("prefixes");
        reply.array(mode == null ? 0 : mode.prefixes().size());
        if (mode != null) mode.prefixes().forEach(prefix -> reply.bulk(prefix.array()));
    }

    private static List<String> flags(TrackingMode mode) {
        var flags = new ArrayList<String>();
        flags.add("on");
        switch (mode.scope()) {
            case READ -> {}
            case BROADCAST -> flags.add("bcast");
            case OPT_IN -> {
                flags.add("optin");
                if (mode.isCachingGiven()) flags.add("caching-yes");
            }
            case OPT_OUT -> {
                flags.add("optout");
                if (mode.isCachingGiven()) flags.add("caching-no");
            }
        }
        if (mode.isNoLoop()) flags.add("noloop");
        if (mode.isBroken()) flags.add("broken_redirect");
        return flags;
    }

    /// What CLIENT TRACKING was called with.
    private static final class Options {
        long redirection;
        boolean broadcast;
        boolean optIn;
        boolean optOut;
        boolean noLoop;
        final List<Bytes> prefixes = new ArrayList<>();

        static Options of(Call call) {
            var options = new Options();
            for (int i = 3; i < call.count(); i++) {
                boolean more = i + 1 < call.count();
                if (call.is(i, "REDIRECT") && more) {
                    options.redirect(call, ++i);
                } else if (call.is(i, "BCAST")) {
                    options.broadcast = true;
                } else if (call.is(i, "OPTIN")) {
                    options.optIn = true;
                } else if (call.is(i, "OPTOUT")) {
                    options.optOut = true;
                } else if (call.is(i, "NOLOOP")) {
                    options.noLoop = true;
                } else if (call.is(i, "PREFIX") && more) {
                    options.prefixes.add(new Bytes(call.bytes(++i)));
                } else {
                    throw CommandError.syntax();
                }
            }
            return options;
        }

        private void redirect(Call call, int index) {
            if (redirection != 0) {
                throw new CommandError("ERR A client can only redirect to a single other client");
            }
            redirection = call.integer(index);
            if (call.server().sessions().get(redirection) == null) {
                throw new CommandError("ERR The client ID you want redirect to does not exist");
            }
        }

        /// The mode these options mean, if they fit each other and the mode there is.
        Scope check(@Nullable TrackingMode before) {
            if (!broadcast && !prefixes.isEmpty()) {
                throw new CommandError("ERR PREFIX option requires BCAST mode to be enabled");
            }
            if (before != null && before.isBroadcast() != broadcast) {
                throw new CommandError(
                        "ERR You can't switch BCAST mode on/off before disabling tracking for this"
                                + " client, and then re-enabling it with a different mode.");
            }
            if (broadcast && (optIn || optOut)) {
                throw new CommandError("ERR OPTIN and OPTOUT are not compatible with BCAST");
            }
            if (optIn && optOut) {
                throw new CommandError("ERR You can't specify both OPTIN mode and OPTOUT mode");
            }
            if (before != null
                    && ((optIn && before.scope() == Scope.OPT_OUT)
                            || (optOut && before.scope() == Scope.OPT_IN))) {
                throw new CommandError(
                        "ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this"
                                + " client, and then re-enabling it with a different mode.");
            }
            if (broadcast) checkPrefixes(before);
            if (broadcast) return Scope.BROADCAST;
            return optIn ? Scope.OPT_IN : optOut ? Scope.OPT_OUT : Scope.READ;
        }

        /// No key may be told of twice.
        private void checkPrefixes(@Nullable TrackingMode before) {
            for (int i = 0; i < prefixes.size(); i++) {
                var prefix = prefixes.get(i);
                if (before != null) {
                    for (var known : before.prefixes()) {
                        if (overlap(prefix, known)) throw overlapping("an existing", prefix, known);
                    }
                }
                for (var other : prefixes.subList(i + 1, prefixes.size())) {
                    if (overlap(prefix, other)) {
                        throw overlapping("another provided", prefix, other);
                    }
                }
            }
        }

        private static boolean overlap(Bytes one, Bytes other) {
            int length = Math.min(one.length(), other.length());
            return Arrays.equals(one.array(), 0, length, other.array(), 0, length);
        }

        private static CommandError overlapping(String which, Bytes prefix, Bytes other) {
            return new CommandError(
                    "ERR Prefix '%s' overlaps with %s prefix '%s'. Prefixes for a single client must"
                                    .formatted(prefix, which, other)
                            + " not overlap.");
        }
    }
}
