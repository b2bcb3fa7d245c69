package hearsay.simulations.story;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import hearsay.simulations.check.Laws;
import hearsay.simulations.fault.Trouble;
import hearsay.simulations.workload.Workload;
import hearsay.simulations.world.WorldPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a [Story] from HOCON.
///
/// ```
/// about = "A master is killed; its replica takes over."
/// parameters { timeout = 2s }
/// world { node-timeout = ${timeout} }                    see WorldReader
/// workloads = [{ kind = counters, rate = 500 }]          see WorkloadReader
/// troubles = [{ at = 10s, crash = master of slot 0 }]    see TroubleReader
/// laws { linearizable = off }                            the others are on
/// lasts = 60s
/// settles = 30s
/// ```
///
/// All mistakes are told at once, as far as one does not hide the other: [BadStory].
public final class StoryFile {

    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{\\??([^}]+)}");
    private static final Pattern FILE_AND_LINE =
            Pattern.compile("^.*?: ([0-9]+): ", Pattern.DOTALL);

    private final String file;
    private final Mistakes mistakes = new Mistakes();

    private StoryFile(String file) {
        this.file = file;
    }

    /// @param file what to call it in messages; the story gets its name from it
    /// @param settings parameters from the command line, by name
    /// @throws BadStory with every mistake
    public static Story read(String text, String file, SortedMap<String, String> settings) {
        return new StoryFile(file).read(text, settings);
    }

    private Story read(String text, SortedMap<String, String> settings) {
        Config parsed = parse(text);
        Config parameters = parameters(parsed.root().get("parameters"), settings);
        var top = new Section(resolve(parsed, parameters).root(), mistakes);
        top.has("parameters");
        String about = top.required("about", "", String::strip);
        Duration lasts = top.duration("lasts", Duration.ofSeconds(60));
        WorldPlan world = WorldReader.read(top.section("world"));
        Duration settles =
                top.duration(
                        "settles",
                        Duration.ofSeconds(10).plus(world.nodeTimeout().multipliedBy(5)));

        List<Workload> workloads = new ArrayList<>();
        for (Section section : top.sections("workloads"))
            WorkloadReader.read(section, world, lasts).ifPresent(workloads::add);
        List<Trouble> troubles = new ArrayList<>();
        var reader = new TroubleReader(world, lasts, Words.EVENTS);
        boolean isFirst = true;
        for (Section section : top.sections("troubles")) {
            reader.read(section, isFirst).ifPresent(troubles::add);
            isFirst = false;
        }
        List<String> laws = laws(top.section("laws"), world);
        top.close();

        SortedMap<String, String> values = new TreeMap<>();
        for (var entry : parameters.root().entrySet())
            values.put(entry.getKey(), String.valueOf(entry.getValue().unwrapped()));
        var story =
                top.make(() ->
                        new Story(
                                nameOf(file),
                                about,
                                values,
                                world,
                                workloads,
                                troubles,
                                laws,
                                lasts,
                                settles));
        mistakes.refuseIfAny();
        return story.orElseThrow();
    }

    /// The file's last name without what is behind the dot.
    static String nameOf(String file) {
        String last = file.substring(file.lastIndexOf('/') + 1);
        return last.endsWith(".conf") ? last.substring(0, last.length() - ".conf".length()) : last;
    }

    private Config parse(String text) {
        var options =
                ConfigParseOptions.defaults()
                        .setSyntax(ConfigSyntax.CONF)
                        .setOriginDescription(file);
        try {
            return ConfigFactory.parseString(text, options);
        } catch (ConfigException e) {
            throw refused(e);
        }
    }

    private Config parameters(@Nullable ConfigValue declared, SortedMap<String, String> settings) {
        Config parameters = ConfigFactory.empty();
        if (declared instanceof ConfigObject object)
            parameters = resolve(object.toConfig(), object.toConfig());
        else if (declared != null)
            mistakes.add(declared.origin(), "parameters: expected something in braces");
        for (var entry : parameters.root().entrySet())
            checkSingle(entry.getKey(), entry.getValue());
        for (var setting : settings.entrySet()) {
            ConfigOrigin origin = ConfigOriginFactory.newSimple("--set " + setting.getKey());
            if (parameters.root().containsKey(setting.getKey())) {
                ConfigValue value =
                        ConfigValueFactory.fromAnyRef(setting.getValue()).withOrigin(origin);
                parameters = parameters.withValue(setting.getKey(), value);
            } else if (parameters.isEmpty()) {
                mistakes.add(origin, "the story " + nameOf(file) + " has no parameters");
            } else {
                mistakes.addUnknown(
                        origin,
                        "parameter",
                        setting.getKey(),
                        new TreeMap<>(parameters.root()).keySet());
            }
        }
        return parameters;
    }

    private void checkSingle(String name, ConfigValue value) {
        if (value.valueType() == ConfigValueType.OBJECT
                || value.valueType() == ConfigValueType.LIST)
            mistakes.add(value.origin(), name + ": expected a single value for a parameter");
    }

    /// Puts in the values of parameters. Nothing comes from the environment: a story with a seed is
    /// the same everywhere.
    private Config resolve(Config config, Config parameters) {
        try {
            return config.resolveWith(parameters, ConfigResolveOptions.noSystem());
        } catch (ConfigException.UnresolvedSubstitution e) {
            Matcher name = SUBSTITUTION.matcher(String.valueOf(e.getMessage()));
            if (!name.find()) throw refused(e);
            mistakes.addUnknown(
                    originOf(e),
                    "parameter",
                    name.group(1),
                    new TreeMap<>(parameters.root()).keySet());
            mistakes.refuseIfAny();
            throw refused(e);
        } catch (ConfigException e) {
            throw refused(e);
        }
    }

    /// Those that are about such a world, unless they are switched off.
    private static List<String> laws(Section section, WorldPlan world) {
        List<String> laws = new ArrayList<>();
        boolean watched = !world.watch().isNone();
        for (String law : Words.LAWS) {
            boolean wanted = section.read(law, true, Section::flag);
            if (wanted && Laws.isAbout(law, watched)) laws.add(law);
        }
        section.close();
        return laws;
    }

    private BadStory refused(ConfigException e) {
        String message = String.valueOf(e.getMessage());
        String reason = FILE_AND_LINE.matcher(message).replaceFirst("");
        // The library says so of a parenthesis, whatever is not closed.
        if (reason.endsWith("not: end of file"))
            reason = "the file ends too early; expected a closing brace";
        mistakes.add(originOf(e), reason);
        mistakes.refuseIfAny();
        return new BadStory(List.of());
    }

    private ConfigOrigin originOf(ConfigException e) {
        ConfigOrigin origin = e.origin();
        if (origin != null) return origin;
        Matcher line = FILE_AND_LINE.matcher(String.valueOf(e.getMessage()));
        ConfigOrigin whole = ConfigOriginFactory.newSimple(file);
        return line.find() ? whole.withLineNumber(Integer.parseInt(line.group(1))) : whole;
    }
}
