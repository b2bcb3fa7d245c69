package hearsay.node.remote;

import akka.Done;
import akka.actor.ExtendedActorSystem;
import akka.persistence.state.DurableStateStoreProvider;
import akka.persistence.state.javadsl.DurableStateStore;
import akka.persistence.state.javadsl.DurableStateUpdateStore;
import akka.persistence.state.javadsl.GetObjectResult;
import akka.persistence.typed.PersistenceId;
import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/// The store plugin of Akka Persistence that keeps nodes.conf: a durable state whose value is the
/// text, written in Redis' own format where Redis' tools and an operator look for it. The
/// persistence id names the file, so that each of several nodes in one JVM has its own.
///
/// Redis' format has no place for Akka's revision, which guards against two writers of one state;
/// [NodesLock] does that here. An existing file is revision 1.
public final class ClusterStore
        implements DurableStateStoreProvider, DurableStateUpdateStore<Object> {

    private static final String PREFIX = "nodes.conf|";

    private final Executor disk;

    public ClusterStore(ExtendedActorSystem system, Config config) {
        disk = system.dispatchers().lookup(config.getString("plugin-dispatcher"));
    }

    static PersistenceId idOf(Path file) {
        return PersistenceId.ofUniqueId(PREFIX + file.toAbsolutePath());
    }

    private static Path fileOf(String persistenceId) throws IOException {
        if (!persistenceId.startsWith(PREFIX)) {
            throw new IOException("not the id of a cluster configuration: " + persistenceId);
        }
        return Path.of(persistenceId.substring(PREFIX.length()));
    }

    @Override
    public CompletionStage<GetObjectResult<Object>> getObject(String persistenceId) {
        return onDisk(() -> {
            String text = NodesFile.read(fileOf(persistenceId));
            return text.isEmpty()
                    ? new GetObjectResult<>(Optional.empty(), 0)
                    : new GetObjectResult<>(Optional.of(text), 1);
        });
    }

    @Override
    public CompletionStage<Done> upsertObject(
            String persistenceId, long revision, Object text, String tag) {
        return onDisk(() -> {
            NodesFile.write(fileOf(persistenceId), (String) text);
            return Done.getInstance();
        });
    }

    @Override
    @Deprecated
    public CompletionStage<Done> deleteObject(String persistenceId) {
        return deleteObject(persistenceId, 0);
    }

    @Override
    public CompletionStage<Done> deleteObject(String persistenceId, long revision) {
        return onDisk(() -> {
            Files.deleteIfExists(fileOf(persistenceId));
            return Done.getInstance();
        });
    }

    private <T> CompletionStage<T> onDisk(Callable<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                disk);
    }

    @Override
    public DurableStateStore<Object> javadslDurableStateStore() {
        return this;
    }

    @Override
    public akka.persistence.state.scaladsl.DurableStateStore<Object> scaladslDurableStateStore() {
        return new ForScala(this);
    }

    /// The same for Akka itself, which asks in Scala.
    private record ForScala(ClusterStore store)
            implements akka.persistence.state.scaladsl.DurableStateUpdateStore<Object> {

        @Override
        public Future<akka.persistence.state.scaladsl.GetObjectResult<Object>> getObject(
                String persistenceId) {
            return FutureConverters.asScala(
                    store.getObject(persistenceId).thenApply(GetObjectResult::toScala));
        }

        @Override
        public Future<Done> upsertObject(
                String persistenceId, long revision, Object value, String tag) {
            return FutureConverters.asScala(
                    store.upsertObject(persistenceId, revision, value, tag));
        }

        @Override
        @Deprecated
        public Future<Done> deleteObject(String persistenceId) {
            return deleteObject(persistenceId, 0);
        }

        @Override
        public Future<Done> deleteObject(String persistenceId, long revision) {
            return FutureConverters.asScala(store.deleteObject(persistenceId, revision));
        }
    }
}
