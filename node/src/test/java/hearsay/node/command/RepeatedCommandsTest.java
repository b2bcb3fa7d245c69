package hearsay.node.command;

import org.junit.jupiter.api.Test;

/// What replicas and files are told to repeat, and which keyspace events there are.
class RepeatedCommandsTest extends Repetition {

    @Test
    void a_plain_set_is_repeated_as_it_is() {
        tell("SET k v");
        hears("SET k v");
        happens("set k");
    }

    @Test
    void distances_in_time_become_moments() {
        tell("SET k v EX 10");
        tell("SET k v NX");
        tell("SET k v XX GET PX 5");
        tell("SET k v EXAT 1700000100 NX GET");
        tell("SET k v PXAT 1700000100000");
        tell("SETEX k 10 v");
        tell("PSETEX k 10 v");
        tell("EXPIRE k 10");
        tell("EXPIRE k 20 XX GT");
        tell("EXPIREAT k 1700000100");
        tell("PEXPIRE k 77");
        tell("GETEX k EX 5");
        hears(
                "SET k v PXAT 1700000010000",
                "SET k v PXAT 1700000000005",
                "SET k v PXAT 1700000100000",
                "SET k v PXAT 1700000010000",
                "SET k v PXAT 1700000000010",
                "PEXPIREAT k 1700000010000",
                "PEXPIREAT k 1700000020000 XX GT",
                "PEXPIREAT k 1700000100000",
                "PEXPIREAT k 1700000000077",
                "PEXPIREAT k 1700000005000");
    }

    @Test
    void what_only_asks_is_left_out() {
        tell("SET k v GET");
        tell("SET k w XX get KEEPTTL");
        tell("GETSET k x");
        tell("GETEX k");
        tell("GETEX k PERSIST");
        tell("GETDEL k");
        tell("GETDEL k");
        hears("SET k v", "SET k w XX KEEPTTL", "SET k x", "DEL k");
        happens("set k", "set k", "set k", "del k");
    }

    @Test
    void results_are_repeated_where_calculating_could_differ() {
        tell("SET k 1 EX 100");
        tell("INCRBYFLOAT k 0.5");
        tell("GETEX k PERSIST");
        tell("INCR k");
        tell("INCR n");
        hears("SET k 1 PXAT 1700000100000", "SET k 1.5 KEEPTTL", "PERSIST k", "INCR n");
        happens("set k", "expire k", "incrbyfloat k", "persist k", "incrby n");
    }

    @Test
    void what_is_over_at_once_is_repeated_as_a_deletion() {
        tell("SET a 1");
        tell("EXPIRE a -1");
        tell("SET a 1");
        tell("GETEX a PXAT 1");
        hears("SET a 1", "DEL a", "SET a 1", "DEL a");
        happens("set a", "del a", "set a", "del a");
    }

    @Test
    void a_key_that_expires_is_deleted_before_the_command_that_met_it() {
        node.server().activeExpiry().enabled(false);
        tell("SET k v PX 10");
        node.pass(11);
        tell("GET k");
        tell("SET k v PX 10");
        node.pass(20);
        tell("SETNX k w");
        hears(
                "SET k v PXAT 1700000000010",
                "DEL k",
                "SET k v PXAT 1700000000021",
                "MULTI",
                "DEL k",
                "SETNX k w",
                "EXEC");
        happens("set k", "expire k", "expired k", "set k", "expire k", "expired k", "set k");
    }

    @Test
    void keys_that_change_their_name_or_place() {
        tell("SET a 1");
        tell("RENAME a b");
        tell("COPY b c");
        tell("MOVE c 1");
        tell("DEL b nothing");
        tell("UNLINK b");
        hears("SET a 1", "RENAME a b", "COPY b c", "MOVE c 1", "DEL b nothing");
        happens(
                "set a",
                "rename_from a",
                "rename_to b",
                "copy_to c",
                "move_from c",
                "move_to c",
                "del b");
    }

    @Test
    void what_changes_nothing_is_not_repeated() {
        tell("APPEND k x");
        tell("SETRANGE k 0 \"\"");
        tell("PERSIST k");
        tell("EXPIRE k 10 GT");
        tell("SET k v NX");
        tell("RENAME k k");
        tell("MSETNX k 1 l 2");
        tell("INCR k");
        hears("APPEND k x");
        happens("append k");
    }
}
