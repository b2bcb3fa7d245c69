package hearsay.simulations.process;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `hearsay status`: how every node is, in its own words.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Shows every node: role, slots, health, and how many bytes a replica is behind. Exit"
                        + " code 0: all is well; 1: something is not; 3: there is no cluster.")
final class StatusCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Where where = new Where();

    @Override
    public Integer call() {
        Overview overview = Overview.of(Sight.all(where.folder(), where.state()));
        spec.commandLine().getOut().print(overview.table());
        spec.commandLine().getOut().flush();
        return overview.isWell() ? 0 : 1;
    }
}
