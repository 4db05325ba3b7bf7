package io.pando.machine;

import io.pando.access.ProjectAccess;
import io.pando.access.Users;
import io.pando.api.Firmware;
import io.pando.api.Hardware;
import io.pando.api.Host;
import io.pando.api.Machine;
import io.pando.api.ProjectReference;
import io.pando.api.User;
import io.pando.event.Changed;
import io.pando.host.Hosts;
import io.pando.image.Masters;
import io.pando.job.Jobs;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Machines as the API shows them. */
@Component
class MachineViews {
    private static final int TOLD_AT_ONCE = 500;

    private final MachineStore store;
    private final HardwareStore hardware;
    private final Users users;
    private final ProjectAccess projects;
    private final Masters masters;
    private final Hosts hosts;
    private final Jobs jobs;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    MachineViews(
            MachineStore store,
            HardwareStore hardware,
            Users users,
            ProjectAccess projects,
            Masters masters,
            Hosts hosts,
            Jobs jobs,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.hardware = hardware;
        this.users = users;
        this.projects = projects;
        this.masters = masters;
        this.hosts = hosts;
        this.jobs = jobs;
        this.events = events;
        this.clock = clock;
    }

    /** Tells everybody who may see the machine how it is now; that it is gone, when it is. */
    void publish(String machineId) {
        store.findNow(machineId)
                .filter(MachineRecord::owned)
                .ifPresent(machine -> events.publishEvent(new Changed(
                        "machine",
                        machineId,
                        machine.ownerId(),
                        machine.projectId(),
                        machine.state() == MachineState.DELETED ? null : shown(machine))));
    }

    /** Tells everybody who may see them how the machines on a host are now; many at a time, since what they have in common is then looked up once. */
    void publishAll(String hostId) {
        List<MachineRecord> machines = store.onHost(hostId);
        for (int from = 0; from < machines.size(); from += TOLD_AT_ONCE) {
            for (Machine machine : shown(machines.subList(from, Math.min(from + TOLD_AT_ONCE, machines.size())))) {
                events.publishEvent(new Changed(
                        "machine",
                        machine.id(),
                        machine.owner().id(),
                        machine.project().id(),
                        machine));
            }
        }
    }

    Machine shown(MachineRecord machine) {
        return shown(List.of(machine)).getFirst();
    }

    List<Machine> shown(List<MachineRecord> machines) {
        Map<String, User> owners =
                users.get(machines.stream().map(MachineRecord::ownerId).toList());
        Map<String, String> images =
                masters.names(machines.stream().map(MachineRecord::imageId).toList());
        Map<String, ProjectReference> inProjects = projects.references(
                machines.stream().map(MachineRecord::projectId).toList());
        Map<String, Jobs.Latest> latest =
                jobs.latest(machines.stream().map(MachineRecord::id).toList());
        Map<String, HardwareStore.Kept> made = hardware.of(machines);
        Map<String, Hosts.Standing> onHosts = new HashMap<>();
        for (MachineRecord machine : machines) {
            onHosts.computeIfAbsent(machine.hostId(), id -> hosts.standing(id).orElseThrow());
        }
        Instant now = clock.instant();
        return machines.stream()
                .map(machine -> shown(
                        machine,
                        now,
                        users(owners, machine),
                        inProjects.getOrDefault(machine.projectId(), new ProjectReference(machine.projectId(), "")),
                        images.getOrDefault(machine.imageId(), "deleted image"),
                        onHosts.get(machine.hostId()),
                        made.get(machine.id()),
                        latest.get(machine.id())))
                .toList();
    }

    private User users(Map<String, User> owners, MachineRecord machine) {
        User owner = owners.get(machine.ownerId());
        return owner == null ? users.get(machine.ownerId()) : owner;
    }

    private static Machine shown(
            MachineRecord machine,
            Instant now,
            User owner,
            ProjectReference project,
            String image,
            Hosts.@Nullable Standing host,
            HardwareStore.@Nullable Kept made,
            Jobs.@Nullable Latest latest) {
        boolean busy = latest != null && latest.active();
        boolean away = host == null || host.state() != Host.State.ONLINE;
        return new Machine(
                machine.id(),
                machine.name(),
                machine.state().shown(),
                machine.stateSeenAt(),
                away,
                owner,
                project,
                machine.imageId(),
                image,
                machine.copy(),
                machine.hostId(),
                host == null ? "" : host.name(),
                machine.vcpus(),
                machine.memoryMiB(),
                hardware(machine, made),
                machine.domainName(),
                machine.domainUuid().toString(),
                machine.disk(),
                machine.addresses(),
                machine.hostname(),
                machine.account(),
                machine.screenAt(),
                machine.createdAt(),
                machine.labels(),
                machine.expiresAt(),
                Lifetimes.remindAt(machine),
                latest == null ? null : latest.jobId(),
                busy,
                machine.problem(),
                MachineActions.all(
                        machine.state(), busy && latest != null ? latest.jobId() : null, Lifetimes.over(machine, now)));
    }

    /** One that is being written down this very moment is shown as it will be at least. */
    private static Hardware hardware(MachineRecord machine, HardwareStore.@Nullable Kept made) {
        if (made == null) {
            return io.pando.machine.Hardware.simple(
                            machine.vcpus(),
                            machine.memoryMiB(),
                            Firmware.BIOS,
                            false,
                            machine.disk(),
                            0,
                            machine.mac())
                    .shown(null);
        }
        return made.hardware().shown(machine.state() == MachineState.RUNNING ? made.pending() : null);
    }
}
