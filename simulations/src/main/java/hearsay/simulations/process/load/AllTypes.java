package hearsay.simulations.process.load;

import java.util.ArrayList;
import java.util.List;

/// Keys that are told by their number: `key:17`, of which type it is, and what is in it. Strings,
/// numbers, lists, sets, sorted sets, hashes and streams in turn, one of a thousand large; every
/// tenth expires, a day after the beginning.
///
/// @param count how many
/// @param expiresAtMillis since 1970
public record AllTypes(int count, long expiresAtMillis) {

    private static final String PREFIX = "key:";
    private static final int TYPES = 7;
    private static final int SMALL = 5;
    private static final int LARGE = 200;
    private static final int LARGE_EVERY = 1_000;
    private static final int EXPIRES_EVERY = 10;

    /// A command, and what it must answer.
    record Question(String expected, String... words) {}

    static String name(int number) {
        return PREFIX + number;
    }

    /// The key's number; -1 for the keys of others.
    static int number(String name) {
        if (!name.startsWith(PREFIX)) return -1;
        return Integer.parseInt(name.substring(PREFIX.length()));
    }

    static boolean expires(int number) {
        return number % EXPIRES_EVERY == EXPIRES_EVERY - 1;
    }

    /// The commands that make it.
    List<String[]> making(int number) {
        List<String[]> commands = new ArrayList<>();
        commands.add(making(number, name(number)));
        if (expires(number))
            commands.add(new String[] {"PEXPIREAT", name(number), Long.toString(expiresAtMillis)});
        return commands;
    }

    private static String[] making(int number, String name) {
        List<String> words = new ArrayList<>();
        switch (number % TYPES) {
            case 0 -> words.addAll(List.of("SET", name, text(number)));
            case 1 -> words.addAll(List.of("SET", name, Integer.toString(number)));
            case 2 -> elements(words, "RPUSH", name, number, false, false);
            case 3 -> elements(words, "SADD", name, number, false, false);
            case 4 -> elements(words, "ZADD", name, number, true, false);
            case 5 -> elements(words, "HSET", name, number, false, true);
            default -> words.addAll(List.of("XADD", name, "1-1", "field", text(number)));
        }
        return words.toArray(String[]::new);
    }

    private static void elements(
            List<String> words,
            String command,
            String name,
            int number,
            boolean scored,
            boolean valued) {
        words.add(command);
        words.add(name);
        int size = number / TYPES % LARGE_EVERY == 0 ? LARGE : SMALL;
        for (int i = 0; i < size; i++) {
            if (scored) words.add(Integer.toString(i));
            words.add("e" + i);
            if (valued) words.add(text(number + i));
        }
        // A list's elements tell whose they are.
        if (command.equals("RPUSH")) words.set(3, text(number));
    }

    /// Something to ask of it.
    static Question question(int number) {
        String name = name(number);
        return switch (number % TYPES) {
            case 0 -> new Question(text(number), "GET", name);
            case 1 -> new Question(Integer.toString(number), "GET", name);
            case 2 -> new Question(text(number), "LINDEX", name, "1");
            case 3 -> new Question("1", "SISMEMBER", name, "e3");
            case 4 -> new Question("2", "ZRANK", name, "e2");
            case 5 -> new Question(text(number + 1), "HGET", name, "e1");
            default -> new Question("1", "XLEN", name);
        };
    }

    private static String text(int number) {
        return "the value of number " + number;
    }
}
