package hearsay.node.config;

import hearsay.node.config.LoadedConfig.Rename;
import hearsay.node.config.LoadedConfig.SentinelLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Reads redis.conf and the command line as `redis-server` 7.2 does.
///
/// The first line that is not understood ends it with a [ConfigError] whose text is Redis' message
/// with the line's number (counted, as Redis does, through file, standard input and options in a
/// row), and below it where the line really is.
public final class RedisConf {

    /// The Redis that error messages and clients are told of.
    public static final String REDIS_VERSION = "7.2.6";

    /// Deeper than anyone nests files; a file that includes itself gets there.
    private static final int DEEPEST_INCLUDE = 32;

    private static final Set<String> GONE =
            new TreeSet<>(
                    List.of(
                            "list-max-ziplist-entries",
                            "list-max-ziplist-value",
                            "lua-replicate-commands"));

    private final ConfigFiles files;
    private final Predicate<String> isCommand;
    private final boolean sentinel;
    private final Settings settings;
    private final Set<String> seen = new TreeSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private final List<Rename> renames = new ArrayList<>();
    private final Set<String> removedCommands = new TreeSet<>();
    private final Set<String> addedCommands = new TreeSet<>();
    private final List<List<String>> users = new ArrayList<>();
    private final List<SentinelLine> sentinelLines = new ArrayList<>();
    private boolean modulesLoaded;
    private boolean modulesConfigured;

    private RedisConf(ConfigFiles files, Predicate<String> isCommand, boolean sentinel) {
        this.files = files;
        this.isCommand = isCommand;
        this.sentinel = sentinel;
        this.settings = new Settings(files);
        if (sentinel) defaultsOfSentinel();
    }

    private void defaultsOfSentinel() {
        settings.load(Directives.named("port"), List.of("26379"), false);
        settings.load(Directives.named("protected-mode"), List.of("no"), false);
    }

    /// The configuration of a node.
    ///
    /// @param isCommand whether there is a command of this (lower-case) name, for `rename-command`
    /// @throws ConfigError with what to print before giving up
    public static LoadedConfig read(
            CommandLine commandLine, ConfigFiles files, Predicate<String> isCommand) {
        return new RedisConf(files, isCommand, false).read(commandLine);
    }

    /// The same for a Sentinel, which has `sentinel` lines beside the others.
    public static LoadedConfig readSentinel(
            CommandLine commandLine, ConfigFiles files, Predicate<String> isCommand) {
        return new RedisConf(files, isCommand, true).read(commandLine);
    }

    /// Redis' message about a line, with where it is.
    public static ConfigError fatal(int number, String line, String reason, String where) {
        return fatal(
                """
                Reading the configuration file, at line %d
                >>> '%s'
                %s
                (%s)\
                """
                        .formatted(number, line, reason, where));
    }

    private LoadedConfig read(CommandLine commandLine) {
        Optional<String> path = commandLine.file().map(file -> absolute(files.home(), file));
        ConfigText text = new ConfigText();
        path.ifPresent(file -> appendFiles(file, text));
        if (commandLine.standardInput()) appendStandardInput(text);
        text.endLine();
        text.append("the options of the command line", commandLine.options());
        readLines(text, 0);
        checkTheWhole();
        settings.refresh();
        for (Directive<?> directive : Directives.ALL) {
            if (settings.isUnserved(directive)) warnings.add(Settings.warning(directive));
        }
        return new LoadedConfig(
                settings, path, List.copyOf(warnings), renames, users, sentinelLines);
    }

    private void readLines(ConfigText text, int depth) {
        List<String> lines = text.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = Words.trim(lines.get(i));
            if (line.isEmpty() || line.startsWith("#")) continue;
            List<String> words = Words.split(line);
            if (words != null && isInclude(words)) {
                if (depth == DEEPEST_INCLUDE) {
                    throw fatal(i + 1, line, "Files include each other without end", text.where(i));
                }
                include(words.get(1), depth);
                continue;
            }
            try {
                if (words == null) throw new ConfigError("Unbalanced quotes in configuration line");
                if (words.isEmpty()) continue;
                String name = Words.lower(words.getFirst());
                if (sentinel && name.equals("sentinel") && words.size() > 1) {
                    sentinelLines.add(new SentinelLine(rest(words), line, i + 1, text.where(i)));
                } else {
                    readDirective(name, words);
                }
            } catch (ConfigError reason) {
                throw fatal(i + 1, line, reason.text(), text.where(i));
            }
        }
    }

    private void readDirective(String name, List<String> words) {
        Directive<?> directive = Directives.find(name);
        if (directive != null) {
            set(directive, words);
        } else if (GONE.contains(name) && words.size() == 2) {
            return;
        } else if (name.equals("rename-command") && words.size() == 3) {
            rename(words.get(1), words.get(2));
        } else if (name.equals("user") && words.size() >= 2) {
            users.add(rest(words));
            warnings.add("WARNING: 'user' is accepted without effect: " + Part.ACL.notDone() + ".");
        } else if (name.equals("loadmodule") && words.size() >= 2) {
            modulesLoaded = true;
            warnings.add(
                    "WARNING: 'loadmodule' is accepted without effect: "
                            + Part.MODULES.notDone()
                            + ".");
        } else if (name.contains(".")) {
            if (words.size() < 2) throw new ConfigError("Module config specified without value");
            modulesConfigured = true;
        } else if (name.equals("sentinel")) {
            if (words.size() != 1)
                throw new ConfigError("sentinel directive while not in sentinel mode");
        } else {
            throw new ConfigError("Bad directive or wrong number of arguments");
        }
    }

    private void set(Directive<?> directive, List<String> words) {
        List<String> arguments = rest(words);
        if (!directive.kind().takesSeveral()) {
            if (words.size() != 2) throw new ConfigError("wrong number of arguments");
        } else if (words.size() == 2 && !words.get(1).isEmpty()) {
            // --save "60 1 300 10": several words in one.
            List<String> parts = Words.split(words.get(1));
            arguments = parts == null ? List.of() : parts;
        }
        settings.load(directive, arguments, !seen.add(directive.name()));
    }

    private void rename(String from, String to) {
        String command = Words.lower(from);
        String newName = Words.lower(to);
        if (!commandExists(command)) throw new ConfigError("No such command in rename-command");
        removedCommands.add(command);
        addedCommands.remove(command);
        if (!newName.isEmpty()) {
            if (commandExists(newName)) throw new ConfigError("Target command name already exists");
            addedCommands.add(newName);
        }
        renames.add(new Rename(command, newName));
    }

    private boolean commandExists(String name) {
        return addedCommands.contains(name)
                || (isCommand.test(name) && !removedCommands.contains(name));
    }

    private void include(String file, int depth) {
        ConfigText text = new ConfigText();
        appendFiles(Settings.inDirectory(settings.text("dir"), file), text);
        readLines(text, depth + 1);
    }

    private void appendFiles(String path, ConfigText text) {
        boolean pattern = path.contains("*") || path.contains("?") || path.contains("[");
        for (String file : pattern ? files.matching(path) : List.of(path)) {
            try {
                text.append(file, files.read(file));
            } catch (IOException failed) {
                throw new ConfigError(
                        "Fatal error, can't open config file '"
                                + file
                                + "': "
                                + failed.getMessage());
            }
        }
    }

    private void appendStandardInput(ConfigText text) {
        try {
            text.append("standard input", files.standardInput());
        } catch (IOException failed) {
            throw new ConfigError("Fatal error, can't read standard input: " + failed.getMessage());
        }
    }

    private void checkTheWhole() {
        boolean cluster = settings.yes("cluster-enabled");
        if (cluster && settings.<Optional<HostPort>>value("replicaof").isPresent()) {
            throw fatal("replicaof directive not allowed in cluster mode");
        }
        if (modulesConfigured && !modulesLoaded) {
            throw new ConfigError(
                    "Module Configuration detected without loadmodule directive or no ApplyConfig call: aborting");
        }
        if (modulesConfigured) {
            warnings.add(
                    "WARNING: directives of modules are accepted without effect: "
                            + Part.MODULES.notDone()
                            + ".");
        }
        if (cluster && settings.busPort() > 65535) {
            throw new ConfigError(
                    "Redis port number too high. Cluster communication port is %,d port numbers higher than your Redis port. Your Redis port number must be %d or less."
                            .formatted(Settings.BUS_PORT_OFFSET, 65535 - Settings.BUS_PORT_OFFSET));
        }
        int databases = settings.integer("databases");
        if (cluster && databases > 1) {
            if (seen.contains("databases")) {
                warnings.add(
                        "WARNING: Changing databases number from "
                                + databases
                                + " to 1 since we are in cluster mode");
            }
            settings.load(Directives.named("databases"), List.of("1"), false);
        }
    }

    private static ConfigError fatal(String reason) {
        return new ConfigError(
                "\n*** FATAL CONFIG FILE ERROR (Redis "
                        + REDIS_VERSION
                        + ") ***\n"
                        + reason
                        + "\n");
    }

    private static boolean isInclude(List<String> words) {
        return words.size() == 2 && Words.lower(words.getFirst()).equals("include");
    }

    private static List<String> rest(List<String> words) {
        return List.copyOf(words.subList(1, words.size()));
    }

    private static String absolute(String home, String file) {
        String directory = home;
        String rest = file;
        while (rest.startsWith("../") && directory.length() > 1) {
            directory = directory.substring(0, Math.max(1, directory.lastIndexOf('/')));
            rest = rest.substring(3);
        }
        return Settings.inDirectory(directory, rest);
    }
}
