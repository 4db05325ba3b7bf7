package io.pando.cli.machine;

import io.pando.cli.invocation.Invocation;
import io.pando.cli.job.Change;
import io.pando.cli.job.ChangeOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pando machine plan}. */
@Command(
        name = "plan",
        header = "Show what a new machine would come to, and make nothing.",
        description = {
            "The image that comes closest and why, what would be made and installed, how long it should take; where it",
            "does not fit, everything that is wrong, and the command that would fit."
        },
        footer = {
            "",
            "Examples:",
            "  pando machine plan web2 --os debian:12 --package nginx",
            "  pando machine plan web2 --image debian --memory 64GiB -o json"
        })
public final class PlanCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin
    private MachineOptions machine = new MachineOptions();

    public PlanCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        return new Change(invocation, new ChangeOptions(), false).rehearse(machine.creation(invocation));
    }
}
