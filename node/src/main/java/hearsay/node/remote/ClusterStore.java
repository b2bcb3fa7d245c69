package hearsay.node.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import akka.Done;
import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.persistence.state.DurableStateStoreProvider;
import akka.persistence.state.DurableStateStoreRegistry;
import akka.persistence.state.javadsl.DurableStateStore;
import akka.persistence.state.javadsl.DurableStateUpdateStore;
import akka.persistence.state.javadsl.GetObjectResult;
import akka.persistence.typed.PersistenceId;
import com.typesafe.config.Config;
import hearsay.node.disk.AtomicFile;
import hearsay.node.disk.BackgroundIo;
import hearsay.node.disk.BackgroundIo.Step;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/// The store plugin of Akka Persistence that keeps nodes.conf: a durable state whose value is the
/// text, written in Redis' own format where Redis' tools and an operator look for it. A persistence
/// id stands for one file on one disk, for one life of one node; see [#open].
///
/// Redis' format has no place for Akka's revision, which guards against two writers of one state;
/// [NodesLock] does that here. An existing file is revision 1.
public final class ClusterStore
        implements DurableStateStoreProvider, DurableStateUpdateStore<Object> {

    static final String PLUGIN = "hearsay.cluster-store";

    private record Place(AtomicFile file, BackgroundIo io) {}

    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private long opened;

    /// Called by Akka, reflectively.
    public ClusterStore(ExtendedActorSystem system, Config config) {}

    /// The store of an actor system, as its configuration names it.
    static ClusterStore of(ActorSystem system) {
        return DurableStateStoreRegistry.get(system)
                .getDurableStateStoreFor(ClusterStore.class, PLUGIN);
    }

    /// @param io does what blocks
    /// @return the id of a state that is kept in the file, until [#close]
    synchronized PersistenceId open(AtomicFile file, BackgroundIo io) {
        var id = PersistenceId.ofUniqueId("nodes.conf|" + ++opened + "|" + file.path());
        places.put(id.id(), new Place(file, io));
        return id;
    }

    void close(PersistenceId id) {
        places.remove(id.id());
    }

    @Override
    public CompletionStage<GetObjectResult<Object>> getObject(String persistenceId) {
        var text = new AtomicReference<>("");
        return at(
                        persistenceId,
                        file -> List.of(() -> text.setPlain(new String(file.readIfThere(), UTF_8))))
                .thenApply(read -> result(text.getPlain()));
    }

    private static GetObjectResult<Object> result(String text) {
        return text.isEmpty()
                ? new GetObjectResult<>(Optional.empty(), 0)
                : new GetObjectResult<>(Optional.of(text), 1);
    }

    @Override
    public CompletionStage<Done> upsertObject(
            String persistenceId, long revision, Object text, String tag) {
        return at(persistenceId, file -> file.replacement(((String) text).getBytes(UTF_8)))
                .thenApply(written -> Done.getInstance());
    }

    @Override
    @Deprecated
    public CompletionStage<Done> deleteObject(String persistenceId) {
        return deleteObject(persistenceId, 0);
    }

    @Override
    public CompletionStage<Done> deleteObject(String persistenceId, long revision) {
        return at(persistenceId, file -> List.of(() -> file.disk().delete(file.path())))
                .thenApply(deleted -> Done.getInstance());
    }

    private CompletionStage<Void> at(String persistenceId, Function<AtomicFile, List<Step>> steps) {
        var place = places.get(persistenceId);
        return place == null
                ? CompletableFuture.failedFuture(
                        new IOException("no file is open for " + persistenceId))
                : place.io.perform(steps.apply(place.file));
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
