package io.pando.cli.machine;

import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Names;
import io.pando.cli.job.Change;
import io.pando.cli.job.ChangeOptions;
import io.pando.cli.job.YesOption;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pando machine create}. */
@Command(
        name = "create",
        header = "Make a machine of one's own from an image, or as one wishes.",
        description = {
            "Shows the plan and asks on a terminal, then waits until the machine answers.",
            "The machine is printed at the end; with --no-wait the job's number."
        },
        footer = {
            "",
            "Examples:",
            "  pando machine create web2 --image debian",
            "  pando machine create web2 --os debian:12 --package nginx --vcpus 2 --memory 4GiB",
            "  pando machine create web2 --image debian --user ada --ssh-key ~/.ssh/id_ed25519.pub",
            "  pando machine create web2 --image debian --copy full --memory 2GiB --dry-run",
            "  pando machine create web2 --image debian --command 'apt-get install -y nginx' --yes"
        })
public final class CreateCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Mixin
    private ChangeOptions options = new ChangeOptions();

    @Mixin
    private YesOption yes = new YesOption();

    public CreateCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        List<Column<Machine>> columns =
                MachineColumns.at(invocation.surroundings().waiting().now());
        Printer printer = invocation.printer(columns);
        Change change = new Change(invocation, options, yes.given());
        return change.carryOut(machine.creation(invocation), job -> {
            Answer<Machine> made = made(job.value());
            printer.one(columns, made.value(), made.document());
        });
    }

    private Answer<Machine> made(Job job) {
        Job.Subject subject = job.subject();
        String id = subject == null
                ? new Names(invocation.api()).machine(machine.name()).id()
                : subject.id();
        return invocation.api().get("machines/" + Query.segment(id), Machine.class);
    }
}
