package io.pando.machine;

import io.pando.access.Caller;
import io.pando.api.CreateMachine;
import io.pando.api.Fault;
import io.pando.api.ProblemType;
import io.pando.api.SetWarmPool;
import io.pando.api.Suggestion;
import io.pando.api.WarmPool;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.host.Hosts;
import io.pando.image.Master;
import io.pando.image.Masters;
import io.pando.job.Jobs;
import io.pando.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The rules about warm pools: who sets them, and how a machine comes out of one. */
@Service
class WarmPools {
    private static final int MOST = 16;

    private final WarmStore warm;
    private final MachineStore store;
    private final Masters masters;
    private final Hosts hosts;
    private final Jobs jobs;
    private final Database database;
    private final WarmBell bell;

    WarmPools(
            WarmStore warm,
            MachineStore store,
            Masters masters,
            Hosts hosts,
            Jobs jobs,
            Database database,
            WarmBell bell) {
        this.warm = warm;
        this.store = store;
        this.masters = masters;
        this.hosts = hosts;
        this.jobs = jobs;
        this.database = database;
        this.bell = bell;
    }

    // --- for people

    WarmPool find(Caller caller, String idOrName) {
        return shown(image(caller, idOrName));
    }

    /** Says how many are to wait from now on. Only machines of staged images can. */
    WarmPool set(Caller caller, String idOrName, SetWarmPool wanted) {
        return database.inTransaction(() -> {
            Master image = image(caller, idOrName);
            Deed.present().object("image", image.id(), image.name()).before(() -> setting(image.id()));
            if (!image.staged()) {
                throw new ProblemException(
                        ProblemType.WRONG_STATE,
                        "The image %s was not staged: its machines cannot wait for their settings."
                                .formatted(image.name()),
                        "Stage it, and keep machines of what comes of it: pando image stage %s."
                                .formatted(image.name()));
            }
            int size = checked(wanted);
            warm.put(image.id(), size, wanted.vcpus(), wanted.memoryMiB(), caller.userId());
            Deed.present().after(setting(image.id()));
            bell.ring();
            return shown(image);
        });
    }

    private static int checked(SetWarmPool wanted) {
        List<ClonePlan.Finding> findings = new ArrayList<>();
        Integer size = wanted.size();
        if (size == null || size < 0 || size > MOST) {
            int nearest = size == null ? 0 : Math.clamp(size, 0, MOST);
            findings.add(new ClonePlan.Finding(
                    ProblemType.INVALID_REQUEST,
                    new Fault(
                            "size",
                            "0 to %d machines wait in a pool.".formatted(MOST),
                            null,
                            List.of(Suggestion.of("Keep %d.".formatted(nearest), "size", nearest)))));
        }
        ClonePlan.checkSize(wanted.vcpus(), wanted.memoryMiB(), findings);
        ClonePlan.refuse(findings);
        return size == null ? 0 : size;
    }

    /** For the audit record. */
    private record Setting(
            int size, @Nullable Integer vcpus, @Nullable Integer memoryMiB) {}

    private Setting setting(String imageId) {
        return warm.pool(imageId)
                .map(pool -> new Setting(pool.size(), pool.vcpus(), pool.memoryMiB()))
                .orElse(new Setting(0, null, null));
    }

    private Master image(Caller caller, String idOrName) {
        String id = masters.idOf(caller, idOrName).orElseThrow(() -> ProblemException.notFound("image", idOrName));
        return masters.ready(id)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.WRONG_STATE, "The image is not ready.", "Choose an image that is ready."));
    }

    private WarmPool shown(Master image) {
        WarmPoolRecord pool = warm.pool(image.id()).orElse(null);
        List<WarmMachine> machines = warm.machinesOf(image.id());
        return new WarmPool(
                image.id(),
                image.name(),
                pool == null ? 0 : pool.size(),
                vcpus(pool, image),
                memoryMiB(pool, image),
                count(machines, WarmPool.State.READY),
                count(machines, WarmPool.State.MAKING),
                pool == null ? 0 : pool.used(),
                pool == null ? 0 : pool.missed(),
                pool == null ? null : pool.lastUsedAt(),
                pool == null ? null : pool.problem(),
                machines.stream()
                        .map(each -> new WarmPool.Waiting(
                                each.machine().hostId(),
                                hosts.standing(each.machine().hostId())
                                        .map(Hosts.Standing::name)
                                        .orElse(""),
                                each.state(),
                                each.since()))
                        .toList());
    }

    private static int count(List<WarmMachine> machines, WarmPool.State state) {
        return (int) machines.stream().filter(each -> each.state() == state).count();
    }

    static int vcpus(@Nullable WarmPoolRecord pool, Master image) {
        Integer own = pool == null ? null : pool.vcpus();
        return own == null ? image.vcpus() : own;
    }

    static int memoryMiB(@Nullable WarmPoolRecord pool, Master image) {
        Integer own = pool == null ? null : pool.memoryMiB();
        return own == null ? image.memoryMiB() : own;
    }

    // --- for requests; all within the transaction that has the turn of placement

    List<WarmMachine> machines() {
        return warm.machines();
    }

    /** The machine as it is when it is theirs who asked: under their names, with its own identity. */
    MachineRecord claimed(WarmMachine taken, MachineRecord asked) {
        MachineRecord waited = taken.machine();
        return new MachineRecord(
                waited.id(),
                asked.name(),
                asked.ownerId(),
                asked.projectId(),
                waited.hostId(),
                waited.imageId(),
                waited.copy(),
                waited.vcpus(),
                waited.memoryMiB(),
                waited.state(),
                waited.stateSeenAt(),
                waited.problem(),
                // From its next start: a domain that runs cannot be renamed. Its disk never is.
                asked.domainName(),
                waited.domainUuid(),
                waited.disk(),
                waited.mac(),
                waited.generationId(),
                waited.serial(),
                asked.hostname(),
                asked.account(),
                waited.guestAccess(),
                waited.loginName(),
                waited.loginSecret(),
                waited.addresses(),
                waited.screenAt(),
                asked.createdAt(),
                asked.labels(),
                asked.expiresAt());
    }

    /**
     * Gives a machine that waits to whoever asked.
     *
     * @return false when they have another machine of that name by now
     * @throws IllegalStateException when it does not wait any more, which its turn of placement rules out
     */
    boolean claim(WarmMachine taken, MachineRecord claimed) {
        if (!warm.take(taken.id())) {
            throw new IllegalStateException("The machine that was chosen does not wait any more");
        }
        if (!store.claim(claimed)) {
            return false;
        }
        warm.countUse(claimed.imageId());
        bell.ring();
        return true;
    }

    /** These leave: their room is needed. */
    void giveWay(List<WarmMachine> leaving) {
        leaving.forEach(this::letGo);
    }

    /** It is not wanted any more. */
    void letGo(WarmMachine leaving) {
        if (warm.leave(leaving.id())) {
            Long job = leaving.jobId();
            if (job != null) {
                jobs.withdraw(job);
            }
            bell.ring();
        }
    }

    /** A request had to have one made; counted where it could have had one that waits. */
    void countMiss(CreateMachine wanted, Master master) {
        warm.pool(master.id())
                .filter(pool -> pool.size() > 0
                        && WarmMachine.fits(wanted, master, vcpus(pool, master), memoryMiB(pool, master)))
                .ifPresent(pool -> warm.countMiss(pool.imageId()));
    }
}
