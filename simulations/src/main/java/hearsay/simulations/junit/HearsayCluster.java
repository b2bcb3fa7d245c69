package hearsay.simulations.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Gives tests a real Redis Cluster inside their own JVM: real nodes on real ports of 127.0.0.1, in
/// a fraction of a second, and a [Cluster] to break it with.
///
/// ```
/// @HearsayCluster(masters = 3, replicas = 1)
/// class CheckoutTest {
///
///     @Test
///     void survives_a_failover(Cluster cluster) {
///         try (var jedis = new JedisCluster(HostAndPort.from(cluster.address()))) {
///             cluster.killMaster(Cluster.slot("basket"));
///             …
/// ```
///
/// The [Cluster] comes as a parameter of a test, of a `@BeforeEach` or `@BeforeAll` method and of a
/// constructor, or in a field of that type.
///
/// On a class: all its tests share a cluster. Each of them finds it healthy and without keys; after
/// a test that killed, paused, cut or moved something, it is a new one on the same ports. On a
/// method: that test has a cluster of its own.
///
/// When a test fails, what the nodes did until then is in the stack trace. When the last test is
/// over, no thread, no port and no file is left.
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(HearsayExtension.class)
public @interface HearsayCluster {

    int masters() default 3;

    /// Of each master.
    int replicas() default 1;

    /// `cluster-node-timeout` in milliseconds: a node that is silent for so long is suspected. Less
    /// makes failovers faster, and a collection of garbage look like one.
    int nodeTimeoutMillis() default 1000;

    /// More lines of redis.conf for every node: `"cluster-require-full-coverage no"`.
    String[] redisConf() default {};
}
