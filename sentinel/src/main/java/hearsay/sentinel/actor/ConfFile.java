package hearsay.sentinel.actor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import hearsay.node.config.Settings;
import hearsay.node.remote.ConfigKeeper;
import hearsay.node.server.Log;
import hearsay.sentinel.config.SentinelRewrite;
import hearsay.sentinel.member.Effect;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Writes sentinel.conf, through Akka Persistence, and tells the log how it went.
///
/// A Sentinel that cannot save goes on, as Redis' does, and tries again the next time.
final class ConfFile {

    private final ActorContext<?> context;
    private final World world;
    private final Settings ordinary;
    private final Log log;
    private final ActorRef<ConfigKeeper.Answer> answers;
    private @Nullable ActorRef<ConfigKeeper.Command> keeper;
    private long sequence;

    /// @param ordinary the directives that are not Sentinel's own
    ConfFile(
            ActorContext<?> context,
            World world,
            Settings ordinary,
            ActorRef<ConfigKeeper.Answer> answers) {
        this.context = context;
        this.world = world;
        this.ordinary = ordinary;
        log = world.ports().log();
        this.answers = answers;
    }

    /// Writes the file as it is; the answer comes to the actor.
    void tryOut() {
        write(old -> old);
    }

    /// Begins; the answer comes to the actor.
    void save(Effect.Save save) {
        write(old -> SentinelRewrite.of(old, ordinary, save.conf()));
    }

    /// @param change of the file's text, a byte string
    private void write(UnaryOperator<String> change) {
        sequence++;
        try {
            var old = new String(world.conf().readIfThere(), ISO_8859_1);
            var text = new String(change.apply(old).getBytes(ISO_8859_1), UTF_8);
            keeper().tell(new ConfigKeeper.Save(sequence, text, answers));
        } catch (IOException unreadable) {
            var reason = String.valueOf(unreadable.getMessage());
            answers.tell(new ConfigKeeper.SaveFailed(sequence, reason));
        }
    }

    /// Whether the file is written now.
    boolean isSavedBy(ConfigKeeper.Answer answer) {
        return switch (answer) {
            case ConfigKeeper.Saved saved -> {
                log.notice("Sentinel new configuration saved on disk");
                yield true;
            }
            case ConfigKeeper.SaveFailed(long number, String reason) -> {
                log.warning(
                        "WARNING: Sentinel was not able to save the new configuration on"
                                + " disk!!!: "
                                + reason);
                // One that has failed once tries nothing any more.
                if (keeper != null) context.stop(keeper);
                keeper = null;
                yield false;
            }
        };
    }

    private ActorRef<ConfigKeeper.Command> keeper() {
        var current = keeper;
        if (current == null) {
            current = context.spawn(world.confKeeper().get(), "sentinel.conf-" + sequence);
            keeper = current;
        }
        return current;
    }
}
