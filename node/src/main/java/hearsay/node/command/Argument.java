package hearsay.node.command;

import hearsay.node.resp.Replies;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One argument of a command as COMMAND DOCS tells it, with those that it consists of.
///
/// @param name what it is, for programs; not what is typed
/// @param type `string`, `integer`, `double`, `key`, `pattern`, `unix-time`, `pure-token`, `oneof`
///   or `block`
/// @param displayText what it is called for people; empty for `oneof` and `block`
/// @param keySpec which of the command's key specifications finds it, -1 if none does
/// @param token the word that stands before it or, of a `pure-token`, that it is; null if there is
///   none
/// @param since the version that brought it, empty if the command always had it
/// @param deprecatedSince empty, or the version that deprecated it
/// @param flags `optional`, `multiple`, `multiple_token`
/// @param parts the choices of a `oneof`, the members of a `block`
record Argument(
        String name,
        String type,
        String displayText,
        int keySpec,
        @Nullable String token,
        String since,
        String deprecatedSince,
        List<String> flags,
        List<Argument> parts) {

    /// An argument is a map; those that are absent have no pair in it.
    static void write(Replies reply, List<Argument> arguments) {
        reply.array(arguments.size());
        for (var argument : arguments) argument.write(reply);
    }

    private void write(Replies reply) {
        int mark = reply.mark();
        int pairs = 2;
        pair(reply, "name", name);
        pair(reply, "type", type);
        if (!displayText.isEmpty()) pairs += pair(reply, "display_text", displayText);
        if (keySpec >= 0) {
            reply.bulk("key_spec_index");
            reply.integer(keySpec);
            pairs++;
        }
        if (token != null) pairs += pair(reply, "token", token);
        if (!since.isEmpty()) pairs += pair(reply, "since", since);
        if (!deprecatedSince.isEmpty()) pairs += pair(reply, "deprecated_since", deprecatedSince);
        if (!flags.isEmpty()) {
            reply.bulk("flags");
            reply.set(flags.size());
            for (var flag : flags) reply.status(flag);
            pairs++;
        }
        if (!parts.isEmpty()) {
            reply.bulk("arguments");
            write(reply, parts);
            pairs++;
        }
        reply.mapFrom(mark, pairs);
    }

    private static int pair(Replies reply, String name, String value) {
        reply.bulk(name);
        reply.bulk(value);
        return 1;
    }

    /// Reads the notation of `command-syntax.tsv`, whose first lines explain it.
    ///
    /// @throws IllegalArgumentException it is not well formed
    static List<Argument> parse(String notation) {
        var parser = new Parser(notation);
        var arguments = parser.several(' ');
        if (!parser.isAtEnd()) throw parser.mistake();
        return arguments;
    }

    private static final class Parser {

        private static final String IN_TOKENS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
        private static final String IN_NAMES = "abcdefghijklmnopqrstuvwxyz" + IN_TOKENS;
        private static final String IN_VERSIONS = "0123456789.";

        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        boolean isAtEnd() {
            return at == text.length();
        }

        List<Argument> several(char separator) {
            var arguments = new ArrayList<Argument>();
            do {
                arguments.add(one());
            } while (takes(separator));
            return List.copyOf(arguments);
        }

        private Argument one() {
            boolean optional = takes('[');
            var token = token();
            boolean named = token == null || takes('=');
            var name = named || token == null ? word(IN_NAMES) : token.toLowerCase(Locale.ROOT);
            List<Argument> parts = List.of();
            int keySpec = -1;
            String type;
            if (takes('<')) {
                parts = several('|');
                type = "oneof";
                expect('>');
            } else if (takes('(')) {
                parts = several(' ');
                type = "block";
                expect(')');
            } else {
                keySpec = takes('#') ? Integer.parseInt(word("0123456789")) : -1;
                type = type(named, keySpec);
            }
            var display = parts.isEmpty() ? name : "";
            if (takes('"')) display = until('"');
            var since = takes('@') ? version() : "";
            var deprecated = takes('!') ? version() : "";
            var flags = flags(optional);
            return new Argument(
                    name, type, display, keySpec, token, since, deprecated, flags, parts);
        }

        private @Nullable String token() {
            if (takes('\'')) return until('\'');
            var token = word(IN_TOKENS, at);
            int end = at + token.length();
            if (token.isEmpty() || text.startsWith(":", end)) return null;
            at = end;
            return token;
        }

        private String type(boolean named, int keySpec) {
            if (!named) return "pure-token";
            if (!takes(':')) return keySpec < 0 ? "string" : "key";
            var type = word(IN_NAMES);
            return type.equals("token") ? "pure-token" : type;
        }

        private List<String> flags(boolean optional) {
            var flags = new ArrayList<String>();
            if (optional) flags.add("optional");
            if (text.startsWith("...", at)) {
                at += 3;
                flags.add("multiple");
            }
            if (takes('&')) flags.add("multiple_token");
            if (optional) expect(']');
            return List.copyOf(flags);
        }

        /// A version ends before the dots that say "once or more".
        private String version() {
            var found = word(IN_VERSIONS, at);
            if (found.endsWith("...")) found = found.substring(0, found.length() - 3);
            at += found.length();
            return found;
        }

        private String word(String letters) {
            var word = word(letters, at);
            if (word.isEmpty()) throw mistake();
            at += word.length();
            return word;
        }

        private String word(String letters, int from) {
            int end = from;
            while (end < text.length() && letters.indexOf(text.charAt(end)) >= 0) end++;
            return text.substring(from, end);
        }

        private String until(char end) {
            int found = text.indexOf(end, at);
            if (found < 0) throw mistake();
            var taken = text.substring(at, found);
            at = found + 1;
            return taken;
        }

        private boolean takes(char c) {
            if (at >= text.length() || text.charAt(at) != c) return false;
            at++;
            return true;
        }

        private void expect(char c) {
            if (!takes(c)) throw mistake();
        }

        IllegalArgumentException mistake() {
            return new IllegalArgumentException(
                    "not understood: " + text.substring(0, at) + " >>> " + text.substring(at));
        }
    }
}
