package hearsay.simulations.junit;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/// Makes [HearsayCluster] true.
public final class HearsayExtension
        implements BeforeAllCallback,
                AfterAllCallback,
                TestInstancePostProcessor,
                BeforeEachCallback,
                AfterEachCallback,
                ParameterResolver,
                TestExecutionExceptionHandler {

    private static final Namespace NAMESPACE = Namespace.create(HearsayExtension.class);

    /// A cluster, and the class or method that has it.
    private record Owned(Cluster cluster, String owner, boolean[] used) {}

    @Override
    public void beforeAll(ExtensionContext context) {
        var type = context.getRequiredTestClass();
        AnnotationSupport.findAnnotation(type, HearsayCluster.class)
                .ifPresent(wanted -> begin(context, wanted));
        var cluster = cluster(context);
        if (cluster != null) inject(type, null, cluster);
    }

    @Override
    public void postProcessTestInstance(Object instance, ExtensionContext context) {
        var cluster = cluster(context);
        if (cluster != null) inject(instance.getClass(), instance, cluster);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        var wanted = AnnotationSupport.findAnnotation(context.getElement(), HearsayCluster.class);
        if (wanted.isPresent()) {
            begin(context, wanted.get());
        } else {
            renew(context);
        }
        var cluster = cluster(context);
        if (cluster == null) return;
        for (var instance : context.getRequiredTestInstances().getAllInstances()) {
            inject(instance.getClass(), instance, cluster);
        }
    }

    /// What the test before left behind is no matter.
    private static void renew(ExtensionContext context) {
        var owned = owned(context);
        if (owned == null) return;
        if (owned.used[0]) owned.cluster.renew();
        owned.used[0] = true;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        end(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end(context);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure)
            throws Throwable {
        var cluster = cluster(context);
        if (cluster != null && !(failure instanceof ClusterTimeout)) {
            failure.addSuppressed(new ClusterDiary(cluster.diary()));
        }
        throw failure;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var cluster = cluster(context);
        if (cluster == null)
            throw new ParameterResolutionException(
                    "no @HearsayCluster on the test or its class, or not yet: a method's cluster is"
                            + " there for @BeforeEach and the test itself");
        return cluster;
    }

    private static void begin(ExtensionContext context, HearsayCluster wanted) {
        var cluster = Cluster.start(ClusterOptions.of(wanted));
        var owned = new Owned(cluster, context.getUniqueId(), new boolean[1]);
        context.getStore(NAMESPACE).put(Owned.class, owned);
    }

    private static void end(ExtensionContext context) {
        var owned = owned(context);
        if (owned == null || !owned.owner.equals(context.getUniqueId())) return;
        context.getStore(NAMESPACE).remove(Owned.class);
        owned.cluster.close();
    }

    private static @Nullable Cluster cluster(ExtensionContext context) {
        var owned = owned(context);
        return owned == null ? null : owned.cluster;
    }

    private static @Nullable Owned owned(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(Owned.class, Owned.class);
    }

    private static void inject(Class<?> type, @Nullable Object instance, Cluster cluster) {
        var fields =
                ReflectionSupport.findFields(
                        type, field -> isFor(field, instance), HierarchyTraversalMode.TOP_DOWN);
        for (var field : fields) {
            try {
                field.setAccessible(true);
                field.set(instance, cluster);
            } catch (IllegalAccessException refused) {
                throw new IllegalStateException("cannot set " + field, refused);
            }
        }
    }

    private static boolean isFor(Field field, @Nullable Object instance) {
        return field.getType() == Cluster.class
                && Modifier.isStatic(field.getModifiers()) == (instance == null)
                && !Modifier.isFinal(field.getModifiers());
    }
}
