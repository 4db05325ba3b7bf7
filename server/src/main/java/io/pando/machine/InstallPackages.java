package io.pando.machine;

import io.pando.api.CreateMachine;
import io.pando.api.Network;
import io.pando.builder.Builder;
import io.pando.builder.packages.PackageInstaller;
import io.pando.guest.Customisation;
import io.pando.guest.PackageInstallation;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Installs packages on the disk of a machine that has no network to fetch them by itself, before its first start. */
final class InstallPackages implements Step<MachineRequest> {
    private static final String APPLIANCE = "appliance of install-packages";
    private static final String BEGUN = "install-packages has begun";

    private final MachineWork work;
    private final CopyDisk copying;
    private final Tools tools;

    InstallPackages(MachineWork work, CopyDisk copying, Tools tools) {
        this.work = work;
        this.copying = copying;
        this.tools = tools;
    }

    /** What it works with. */
    @Component
    record Tools(PackageInstaller installer, Builder builder) {}

    /** What a machine that cannot fetch packages is to have before it is started. */
    static List<String> before(@Nullable CreateMachine wanted) {
        return wanted != null && wanted.network() == Network.NONE ? packages(wanted) : List.of();
    }

    /** What a machine installs itself when it is started for the first time. */
    static List<String> after(@Nullable CreateMachine wanted) {
        return wanted != null && wanted.network() != Network.NONE ? packages(wanted) : List.of();
    }

    private static List<String> packages(CreateMachine wanted) {
        CreateMachine.Wish wish = wanted.wish();
        List<String> packages = wish == null ? null : wish.packages();
        return packages == null ? List.of() : packages;
    }

    @Override
    public String name() {
        return "install-packages";
    }

    @Override
    public String title() {
        return "Install packages on its disk, if it could not fetch them itself";
    }

    @Override
    public double weight() {
        return 0.2;
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) throws InterruptedException {
        MachineRecord machine = work.machine(context);
        List<Customisation.Action> actions =
                PackageInstallation.actions(before(context.request().wanted()), work.packageSources());
        if (actions.isEmpty()) {
            return Outcome.of("there is nothing to install from here");
        }
        UUID appliance = UUID.fromString(
                context.recall(APPLIANCE, () -> UUID.randomUUID().toString()));
        // One of an attempt that was cut short may still have the disk open.
        tools.builder().remove(machine.hostId(), appliance);
        if (context.recall(BEGUN).isPresent()) {
            // What was installed halfway is in no certain state.
            copying.copy(context);
        }
        context.remember(BEGUN, "yes");
        Customisation.Action action = actions.getFirst();
        byte[] input = action.input();
        tools.installer()
                .install(
                        appliance,
                        machine.hostId(),
                        machine.disk(),
                        new PackageInstaller.Installation(
                                action.script(), input == null ? new byte[0] : input, machine.hostname()),
                        progress -> context.progress(progress.percent(), progress.detail()));
        return Outcome.of(String.join(" ", before(context.request().wanted())));
    }

    /** The disk is the previous step's. */
    @Override
    public void undo(StepContext<MachineRequest> context) {
        context.recall(APPLIANCE)
                .map(UUID::fromString)
                .ifPresent(id -> tools.builder().remove(work.machine(context).hostId(), id));
    }
}
