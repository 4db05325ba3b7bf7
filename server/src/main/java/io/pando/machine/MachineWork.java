package io.pando.machine;

import io.pando.access.Users;
import io.pando.api.Firmware;
import io.pando.api.Identity;
import io.pando.configuration.PandoProperties;
import io.pando.guest.GuestException;
import io.pando.guest.GuestSession;
import io.pando.guest.Guests;
import io.pando.guest.Login;
import io.pando.guest.PackageInstallation;
import io.pando.host.Disks;
import io.pando.host.DomainSpecification;
import io.pando.host.Domains;
import io.pando.host.HostIdentity;
import io.pando.host.Hosts;
import io.pando.host.Layers;
import io.pando.image.Discs;
import io.pando.image.Master;
import io.pando.image.Masters;
import io.pando.job.StepContext;
import io.pando.secret.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the steps of the jobs on machines work with. */
@Component
class MachineWork {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

    private final MachineStore store;
    private final HardwareStore hardware;
    private final Users users;
    private final Hosts hosts;
    private final Guests guests;
    private final Masters masters;
    private final Discs discs;
    private final Secrets secrets;
    private final PandoProperties properties;

    MachineWork(
            MachineStore store,
            HardwareStore hardware,
            Users users,
            Hosts hosts,
            Guests guests,
            Masters masters,
            Discs discs,
            Secrets secrets,
            PandoProperties properties) {
        this.store = store;
        this.hardware = hardware;
        this.users = users;
        this.hosts = hosts;
        this.guests = guests;
        this.masters = masters;
        this.discs = discs;
        this.secrets = secrets;
        this.properties = properties;
    }

    MachineStore store() {
        return store;
    }

    Discs discs() {
        return discs;
    }

    HardwareStore hardware() {
        return hardware;
    }

    Guests guests() {
        return guests;
    }

    Secrets secrets() {
        return secrets;
    }

    Duration bootTimeout() {
        return properties.guests().bootTimeout();
    }

    PackageInstallation.Sources packageSources() {
        return PackageInstallation.Sources.of(properties);
    }

    MachineRecord machine(StepContext<MachineRequest> context) {
        return machine(context.request().machineId());
    }

    MachineRecord machine(String id) {
        return store.findNow(id).orElseThrow(() -> new IllegalStateException("The job's machine has no row"));
    }

    Disks disks(MachineRecord machine) {
        return hosts.hypervisor(machine.hostId()).disks();
    }

    Domains domains(MachineRecord machine) {
        return hosts.hypervisor(machine.hostId()).domains();
    }

    /** Plugs the cables of a machine in, unless it is to have no network. May be repeated. */
    void plugIn(MachineRecord machine) {
        if (hardware.find(machine).hardware().online()) {
            domains(machine).setLink(machine.domainUuid(), true);
        }
    }

    Layers layers(MachineRecord machine) {
        return hosts.hypervisor(machine.hostId()).layers();
    }

    /** What the machine's domain is to be when the machine is made of this. */
    DomainSpecification specification(MachineRecord machine, Hardware made) {
        Hardware.Cd cd = made.cd();
        return new DomainSpecification(
                machine.domainUuid(),
                machine.domainName(),
                machine.name(),
                machine.id(),
                machine.owned() ? users.get(machine.ownerId()).name() : "nobody",
                made.vcpus(),
                made.memoryMiB(),
                made.firmware(),
                made.firmware() == Firmware.BIOS ? null : MachineNames.variables(machine.id()),
                made.tpm(),
                made.disks().stream()
                        .map(disk -> new DomainSpecification.Disk(disk.name(), disk.volume()))
                        .toList(),
                made.nics().stream()
                        .map(nic -> new DomainSpecification.Card(nic.mac(), nic.connected()))
                        .toList(),
                cd == null ? null : new DomainSpecification.CdDrive(cd.volume()),
                made.boot(),
                machine.serial(),
                machine.generationId(),
                null);
    }

    Master master(MachineRecord machine) {
        return masters.ready(machine.imageId())
                .orElseThrow(() -> new IllegalStateException("An image with machines cannot go away"));
    }

    /**
     * The account for the console. Whether its password was replaced already is not known while the machine is being made, so the
     * master's counts as well until then.
     */
    @Nullable
    Login login(MachineRecord machine) {
        String name = machine.loginName();
        String secret = machine.loginSecret();
        if (name == null || secret == null) {
            return null;
        }
        List<String> passwords = new ArrayList<>(List.of(secrets.open(secret)));
        if (machine.state() == MachineState.PROVISIONING) {
            Login masters = master(machine).login();
            if (masters != null) {
                passwords.addAll(masters.passwords());
            }
        }
        return new Login(name, passwords);
    }

    /** Opens a session as soon as the machine's guest answers; one that stays silent for so long is given up. */
    GuestSession open(MachineRecord machine, Duration patience, Consumer<String> progress) throws InterruptedException {
        try {
            return guests.open(machine.guest(), machine.guestAccess(), login(machine), patience, progress);
        } catch (GuestException silent) {
            throw silent.reason() == GuestException.Reason.SILENT ? silent.lasting() : silent;
        }
    }

    /** The guest's identity together with the host's. */
    Identity withHost(MachineRecord machine, Identity guest) {
        Map<String, List<String>> fields = new HashMap<>(guest.fields());
        domains(machine).find(machine.domainUuid()).ifPresent(domain -> fields.putAll(HostIdentity.of(domain)));
        return new Identity(fields);
    }

    /** Asks the guest to stop and, when it has not done so in time, cuts its power. True when it stopped by itself. */
    boolean stop(MachineRecord machine, Duration grace, Consumer<String> progress) throws InterruptedException {
        if (grace.isZero() || off(machine)) {
            domains(machine).powerOff(machine.domainUuid());
            return grace.isPositive();
        }
        long end = System.nanoTime() + grace.toNanos();
        long askAgain = System.nanoTime();
        while (System.nanoTime() < end) {
            if (off(machine)) {
                return true;
            }
            // A guest that has just been resumed, or still starts, may never have heard the first request.
            if (System.nanoTime() >= askAgain) {
                domains(machine).shutdown(machine.domainUuid());
                askAgain = System.nanoTime() + ASK_AGAIN.toNanos();
            }
            progress.accept("Waiting for the guest to shut down");
            Thread.sleep(250);
        }
        domains(machine).powerOff(machine.domainUuid());
        return false;
    }

    /** Whether its domain is on just now, as the host says. */
    boolean running(MachineRecord machine) {
        return !off(machine);
    }

    private boolean off(MachineRecord machine) {
        return domains(machine)
                .find(machine.domainUuid())
                .map(domain -> domain.state() == Domains.Power.OFF || domain.state() == Domains.Power.CRASHED)
                .orElse(true);
    }
}
