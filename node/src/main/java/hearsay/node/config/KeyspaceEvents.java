package hearsay.node.config;

import java.util.List;

/// The value of `notify-keyspace-events`: which events are published, as an or of the flags below.
public record KeyspaceEvents() implements Kind<Integer> {

    public static final int KEYSPACE = 1;
    public static final int KEYEVENT = 1 << 1;
    public static final int GENERIC = 1 << 2;
    public static final int STRING = 1 << 3;
    public static final int LIST = 1 << 4;
    public static final int SET = 1 << 5;
    public static final int HASH = 1 << 6;
    public static final int ZSET = 1 << 7;
    public static final int EXPIRED = 1 << 8;
    public static final int EVICTED = 1 << 9;
    public static final int STREAM = 1 << 10;

    /// A read of a key that is not there; not part of [#ALL].
    public static final int KEY_MISS = 1 << 11;

    public static final int MODULE = 1 << 13;

    /// A key that was not there before; not part of [#ALL].
    public static final int NEW = 1 << 14;

    /// `A`.
    public static final int ALL =
            GENERIC | STRING | LIST | SET | HASH | ZSET | EXPIRED | EVICTED | STREAM | MODULE;

    /// The letters in the order in which Redis shows them, and the flag of each.
    private static final String LETTERS = "g$lshzxetdnKEm";

    private static final int[] FLAGS = {
        GENERIC, STRING, LIST, SET, HASH, ZSET, EXPIRED, EVICTED, STREAM, MODULE, NEW, KEYSPACE,
        KEYEVENT, KEY_MISS
    };

    @Override
    public Integer parse(List<String> words, Integer old) {
        if (words.size() != 1) throw new ConfigError("wrong number of arguments");
        int flags = 0;
        for (char letter : words.getFirst().toCharArray()) {
            int at = LETTERS.indexOf(letter);
            if (at < 0 && letter != 'A') {
                throw new ConfigError("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
            }
            flags |= letter == 'A' ? ALL : FLAGS[at];
        }
        return flags;
    }

    /// As Redis 7.2: when all events of `A` are on, `n` is on but not shown.
    @Override
    public String show(Integer value) {
        StringBuilder letters = new StringBuilder();
        boolean all = (value & ALL) == ALL;
        if (all) letters.append('A');
        for (int i = all ? LETTERS.indexOf('K') : 0; i < FLAGS.length; i++) {
            if ((value & FLAGS[i]) != 0) letters.append(LETTERS.charAt(i));
        }
        return letters.toString();
    }

    @Override
    public List<Line> lines(String name, Integer value, Integer defaultValue) {
        return List.of(
                new Line(name + " " + Words.quote(show(value)), !value.equals(defaultValue)));
    }
}
