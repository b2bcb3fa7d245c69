package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The java command line of a node, or of several in one JVM; the launcher's script has the same
/// for `hearsay node`.
final class NodeJvm {

    /// The system property that names the folder with node.jar, lib/ and jvm.options.
    static final String HOME = "hearsay.node.home";

    /// The AOT cache, if it is not node.aot in that folder. It need not exist.
    static final String CACHE = "hearsay.node.aot";

    /// The first JDK that has `-XX:AOTCache`.
    static final int FIRST_WITH_AOT = 25;

    private NodeJvm() {}

    static List<String> command(List<Path> configurations, List<String> jvmOptions) {
        List<String> command = java(jvmOptions);
        command.addAll(List.of("-cp", jar("node").toString(), "hearsay.node.Main"));
        command.addAll(arguments(configurations));
        return command;
    }

    /// node.jar comes first, for what the AOT cache was made of must.
    static List<String> sentinel(Path configuration, List<String> jvmOptions) {
        List<String> command = java(jvmOptions);
        String classes = jar("node") + File.pathSeparator + jar("sentinel");
        command.addAll(List.of("-cp", classes, "hearsay.sentinel.Main", configuration.toString()));
        return command;
    }

    /// In one folder with node.jar, or where the build leaves it.
    private static Path jar(String module) {
        Path home = Path.of(System.getProperty(HOME, "node/target"));
        Path beside = home.resolve(module + ".jar");
        Path built = home.resolve("../../" + module + "/target/" + module + ".jar").normalize();
        if (Files.exists(beside)) return beside;
        if (Files.exists(built)) return built;
        throw new Refusal("There is no " + beside + ": build it with mvn package.");
    }

    private static List<String> java(List<String> jvmOptions) {
        Path home = Path.of(System.getProperty(HOME, "node/target"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options(home.resolve("jvm.options"), Runtime.version().feature()));
        Path cache = Path.of(System.getProperty(CACHE, home.resolve("node.aot").toString()));
        if (Runtime.version().feature() >= FIRST_WITH_AOT && Files.exists(cache))
            command.add("-XX:AOTCache=" + cache);
        command.addAll(jvmOptions);
        return command;
    }

    /// `conf1 --and conf2 --and conf3`: the first node's bus port is the JVM's.
    static List<String> arguments(List<Path> configurations) {
        List<String> arguments = new ArrayList<>();
        for (Path configuration : configurations) {
            if (!arguments.isEmpty()) arguments.add("--and");
            arguments.add(configuration.toString());
        }
        return arguments;
    }

    /// The options of the file that this JDK understands: `23-:` before one means JDK 23 and newer.
    static List<String> options(Path file, int feature) {
        try {
            return options(Files.readAllLines(file), feature);
        } catch (IOException e) {
            throw new Refusal("Cannot read " + file + ": " + e.getMessage());
        }
    }

    static List<String> options(List<String> lines, int feature) {
        List<String> options = new ArrayList<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) continue;
            int mark = line.indexOf("-:");
            if (!Character.isDigit(line.charAt(0))) options.add(line);
            else if (Integer.parseInt(line.substring(0, mark)) <= feature)
                options.add(line.substring(mark + 2));
        }
        return options;
    }
}
