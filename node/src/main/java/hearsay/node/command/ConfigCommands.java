package hearsay.node.command;

import static hearsay.node.command.Command.command;
import static hearsay.node.command.Command.container;

import hearsay.node.config.ConfigError;
import hearsay.node.config.Rewrite;
import hearsay.node.config.Settings;
import hearsay.node.disk.AtomicFile;
import hearsay.node.disk.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// CONFIG: the settings as clients see and change them. Names and values are byte strings.
final class ConfigCommands {

    // spotless:off
    static final List<Command> TABLE = List.of(
            container("CONFIG", -2, "",
                    command("GET",      -3, "ADMIN NOSCRIPT LOADING STALE", "", ConfigCommands::get),
                    command("HELP",      2, "LOADING STALE",                "", ConfigCommands::help),
                    command("RESETSTAT", 2, "ADMIN NOSCRIPT LOADING STALE", "", ConfigCommands::resetStatistics),
                    command("REWRITE",   2, "ADMIN NOSCRIPT LOADING STALE", "", ConfigCommands::rewrite),
                    command("SET",      -4, "ADMIN NOSCRIPT LOADING STALE", "", ConfigCommands::set)));
    // spotless:on

    private ConfigCommands() {}

    private static void get(Call call) {
        var found = call.server().settings().get(words(call));
        call.reply().map(found.size());
        found.forEach((name, value) -> {
            call.reply().bulk(bytes(name));
            call.reply().bulk(bytes(value));
        });
    }

    private static void set(Call call) {
        var server = call.server();
        boolean local = isLocal(call.session().link().remoteAddress());
        for (int i = 2; i + 1 < call.count(); i += 2) {
            if (server.settings().isSecret(call.text(i))) call.keepSecret(i + 1);
        }
        try {
            var warnings = server.settings().set(words(call), new Settings.Asker(local, false));
            warnings.forEach(server.log()::warning);
        } catch (ConfigError refused) {
            throw new CommandError(refused.code() + " " + refused.text());
        }
        call.reply().ok();
    }

    private static void resetStatistics(Call call) {
        var server = call.server();
        server.statistics().reset();
        server.commandStatistics().reset();
        server.keyspaces().resetStatistics();
        server.activeExpiry().resetStatistics();
        server.eviction().resetStatistics();
        server.clientEviction().resetStatistics();
        server.lazyFreeing().resetStatistics();
        call.reply().ok();
    }

    private static void rewrite(Call call) {
        var server = call.server();
        var file = server.configFile();
        if (file.isEmpty()) {
            throw new CommandError("ERR The server is running without a config file");
        }
        try {
            rewrite(server.environment().disk(), file.get(), server.settings());
        } catch (IOException failed) {
            server.log().warning("CONFIG REWRITE failed: " + failed.getMessage());
            throw new CommandError("ERR Rewriting config file: " + failed.getMessage());
        }
        server.log().notice("CONFIG REWRITE executed with success.");
        call.reply().ok();
    }

    private static void rewrite(Disk disk, String file, Settings settings) throws IOException {
        var configFile = new AtomicFile(disk, file);
        var old = string(configFile.readIfThere());
        configFile.replace(bytes(Rewrite.of(old, settings)));
    }

    private static void help(Call call) {
        Help.reply(
                call,
                "CONFIG",
                "GET <pattern> [<pattern> ...]",
                "The settings whose names match one of the patterns, with their values.",
                "SET <directive> <value> [<directive> <value> ...]",
                "Change settings, all of them or none.",
                "RESETSTAT",
                "Set the counters that INFO shows back to zero.",
                "REWRITE",
                "Write the settings that have changed into the configuration file.");
    }

    static boolean isLocal(String address) {
        return address.startsWith("127.") || address.startsWith("[::1]") || address.startsWith("/");
    }

    /// All words after the subcommand.
    private static List<String> words(Call call) {
        var words = new ArrayList<String>();
        for (int i = 2; i < call.count(); i++) words.add(string(call.bytes(i)));
        return words;
    }

    private static String string(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String byteString) {
        return byteString.getBytes(StandardCharsets.ISO_8859_1);
    }
}
