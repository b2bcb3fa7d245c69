package hearsay.simulations;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import hearsay.client.connection.NettyLoop;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The rules of the house")
class ArchitectureTest {

    /// Where the outside world is allowed in: everything else is plain Java that a test or a
    /// simulation can run by itself.
    private static final String[] SHELLS = {
        "hearsay.node",
        "hearsay.node.actor..",
        "hearsay.node.net..",
        "hearsay.node.remote..",
        "hearsay.node.host..",
        "hearsay.sentinel.actor..",
        "hearsay.sentinel.host..",
        "hearsay.simulations.."
    };

    /// Where clocks and chance of the real world are.
    private static final String[] REAL_WORLD = {
        "hearsay.node.host..",
        "hearsay.node.remote..",
        "hearsay.sentinel.host..",
        "hearsay.simulations.process..",
        "hearsay.simulations.measure..",
        "hearsay.simulations.junit..",
        "hearsay.simulations.campaign.."
    };

    private static final String[] VIRTUAL_WORLD = {
        "hearsay.simulations.runtime..",
        "hearsay.simulations.world..",
        "hearsay.simulations.network..",
        "hearsay.simulations.disk..",
        "hearsay.simulations.fault..",
        "hearsay.simulations.nemesis..",
        "hearsay.simulations.workload..",
        "hearsay.simulations.check..",
        "hearsay.simulations.story..",
        "hearsay.simulations.diary.."
    };

    private static final JavaClasses PRODUCTION =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("hearsay");

    /// The client knows the world by its ports; only where the real ones are made is it named.
    private static final DescribedPredicate<JavaClass> REAL_PORTS_OF_THE_CLIENT =
            type(NettyLoop.class).or(isOneOf("hearsay.client.connection.NettyTls"));

    @Test
    void no_module_knows_one_to_its_right() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("gossip")
                .definedBy("hearsay.gossip..")
                .layer("node")
                .definedBy("hearsay.node..")
                .optionalLayer("client")
                .definedBy("hearsay.client..")
                .optionalLayer("sentinel")
                .definedBy("hearsay.sentinel..")
                .optionalLayer("simulations")
                .definedBy("hearsay.simulations..")
                .whereLayer("simulations")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("sentinel")
                .mayOnlyBeAccessedByLayers("simulations")
                .whereLayer("client")
                .mayOnlyBeAccessedByLayers("sentinel", "simulations")
                .whereLayer("node")
                .mayOnlyBeAccessedByLayers("client", "sentinel", "simulations")
                .check(PRODUCTION);
    }

    @Test
    void gossip_is_plain_java() {
        noClasses()
                .that()
                .resideInAPackage("hearsay.gossip..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("akka..", "io.netty..", "org.slf4j..", "scala.."))
                .check(PRODUCTION);
    }

    @Test
    void cores_know_neither_akka_nor_netty() {
        noClasses()
                .that(
                        resideInAPackage("hearsay..")
                                .and(resideInAnyPackage(SHELLS).negate())
                                .and(REAL_PORTS_OF_THE_CLIENT.negate()))
                .should()
                .dependOnClassesThat(resideInAnyPackage("akka..", "io.netty..", "scala.."))
                .because("protocols must run in a plain unit test")
                .check(PRODUCTION);
    }

    @Test
    void nobody_but_the_real_world_reads_a_clock_or_makes_its_own_chance() {
        noClasses()
                .that(
                        resideInAPackage("hearsay..")
                                .and(resideInAnyPackage(REAL_WORLD).negate())
                                .and(REAL_PORTS_OF_THE_CLIENT.negate()))
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(ThreadLocalRandom.class, "current")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(Random.class)
                .because("a seed must decide the whole history")
                .check(PRODUCTION);
    }

    @Test
    void what_runs_in_both_worlds_knows_files_by_the_disk_port_alone() {
        noClasses()
                .that(
                        resideInAnyPackage(
                                        "hearsay.gossip..",
                                        "hearsay.node..",
                                        "hearsay.client..",
                                        "hearsay.sentinel..")
                                .and(resideInAnyPackage(REAL_WORLD).negate())
                                .and(isRealFile().negate()))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("java.nio.file..")
                                .or(isOneOf("java.io.File", "java.io.FileInputStream"))
                                .or(isOneOf("java.io.FileOutputStream", "java.io.FileWriter"))
                                .or(isOneOf("java.io.RandomAccessFile"))
                                .or(isOneOf("java.nio.channels.FileChannel")))
                .because("a simulated disk must be able to lose what was not synced")
                .check(PRODUCTION);
    }

    /// The files of this machine behind ports, and the programme itself.
    private static DescribedPredicate<JavaClass> isRealFile() {
        return isOneOf("hearsay.node.disk.FileDisk")
                .or(isOneOf("hearsay.node.config.DiskConfigFiles"))
                .or(isOneOf("hearsay.node.machine.ThisMachine"))
                .or(isOneOf("hearsay.node.Main"))
                .or(isOneOf("hearsay.sentinel.Main"));
    }

    /// One of the classes, or within one.
    private static DescribedPredicate<JavaClass> isOneOf(String... names) {
        return DescribedPredicate.describe(
                "is " + String.join(" or ", names),
                type ->
                        Arrays.stream(names)
                                .anyMatch(name ->
                                        type.getName().equals(name)
                                                || type.getName().startsWith(name + "$")));
    }

    /// What a seed decides must not know of anything else.
    @Test
    void the_virtual_world_knows_nothing_of_processes_sockets_and_threads() {
        noClasses()
                .that()
                .resideInAnyPackage(VIRTUAL_WORLD)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                "hearsay.simulations.process..",
                                "hearsay.simulations.campaign..",
                                "hearsay.simulations.measure..",
                                "hearsay.simulations.junit..",
                                "hearsay.node.host..",
                                "hearsay.node.net..",
                                "io.netty.."))
                .orShould()
                .callConstructor(Thread.class, Runnable.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(PRODUCTION);
    }

    /// It is there for who brings JUnit, and for nobody else.
    @Test
    void junit_is_known_to_the_extension_for_users_alone() {
        noClasses()
                .that(
                        resideInAPackage("hearsay..")
                                .and(resideInAPackage("hearsay.simulations.junit..").negate()))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.junit..", "hearsay.simulations.junit.."))
                .check(PRODUCTION);
    }

    @Test
    void nobody_uses_java_serialization() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .because("what a stranger sends must not choose what is built here")
                .check(PRODUCTION);
    }
}
