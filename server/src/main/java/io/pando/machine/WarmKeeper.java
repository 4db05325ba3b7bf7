package io.pando.machine;

import io.pando.api.Copy;
import io.pando.api.CreateMachine;
import io.pando.api.Fault;
import io.pando.api.Host;
import io.pando.api.HostStanding;
import io.pando.api.Job;
import io.pando.api.WarmPool;
import io.pando.configuration.PandoProperties;
import io.pando.database.Database;
import io.pando.guest.Login;
import io.pando.host.Domains;
import io.pando.host.HostException;
import io.pando.host.HostListener;
import io.pando.host.HostPossessions;
import io.pando.host.Hosts;
import io.pando.host.NewIdentity;
import io.pando.host.Reservations;
import io.pando.image.ImageCopies;
import io.pando.image.ImageResidents;
import io.pando.image.Master;
import io.pando.image.Masters;
import io.pando.job.JobSubmission;
import io.pando.job.Jobs;
import io.pando.placement.Candidate;
import io.pando.placement.Decision;
import io.pando.placement.Placement;
import io.pando.placement.Question;
import io.pando.placement.Rules;
import io.pando.provisioning.Provisioning;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps as many machines waiting as are wanted, as far as hosts have room: has them made, one at a time on each host, and takes away
 * what is not wanted any more or was lost.
 *
 * <p>Each server does so. What one decides it writes down in its turn of placement, so that the next one finds it done; what it takes
 * away may be taken away twice.
 */
@Component
class WarmKeeper implements HostListener, HostPossessions, ImageResidents, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(WarmKeeper.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final WarmStore warm;
    private final WarmPools pools;
    private final WarmBell bell;
    private final MachineStore store;
    private final HardwareStore hardware;
    private final MachineWork work;
    private final Masters masters;
    private final ImageCopies copies;
    private final Hosts hosts;
    private final Jobs jobs;
    private final Reservations reservations;
    private final Rules rules;
    private final Database database;
    private final PandoProperties properties;
    private final Clock clock;
    /** Hosts that are being tidied. */
    private final Set<String> tended = ConcurrentHashMap.newKeySet();

    private @Nullable Thread keeping;

    WarmKeeper(
            WarmStore warm,
            WarmPools pools,
            WarmBell bell,
            MachineStore store,
            HardwareStore hardware,
            MachineWork work,
            Masters masters,
            ImageCopies copies,
            Hosts hosts,
            Jobs jobs,
            Reservations reservations,
            Rules rules,
            Database database,
            PandoProperties properties,
            Clock clock) {
        this.warm = warm;
        this.pools = pools;
        this.bell = bell;
        this.store = store;
        this.hardware = hardware;
        this.work = work;
        this.masters = masters;
        this.copies = copies;
        this.hosts = hosts;
        this.jobs = jobs;
        this.reservations = reservations;
        this.rules = rules;
        this.database = database;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void start() {
        keeping = Thread.ofVirtual().name("warm-pools").start(this::keep);
    }

    @Override
    public void stop() {
        Thread running = keeping;
        if (running != null) {
            running.interrupt();
        }
        keeping = null;
    }

    @Override
    public boolean isRunning() {
        return keeping != null;
    }

    private void keep() {
        try {
            while (true) {
                bell.await(LOOK_EVERY);
                try {
                    look();
                } catch (RuntimeException failure) {
                    log.warn("The warm pools could not be looked after", failure);
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks after all pools once. */
    private void look() {
        if (!warm.any()) {
            return;
        }
        database.inTransaction(this::fill);
        warm.machines().stream()
                .map(each -> each.machine().hostId())
                .distinct()
                .filter(tended::add)
                .forEach(hostId -> Thread.ofVirtual()
                        .name("warm machines on " + hostId)
                        .start(() -> {
                            try {
                                tend(hostId);
                            } catch (HostException silent) {
                                log.debug("The host is tidied when it answers: {}", silent.getMessage());
                            } catch (RuntimeException failure) {
                                log.warn("Warm machines could not be looked after", failure);
                            } finally {
                                tended.remove(hostId);
                            }
                        }));
    }

    // --- what is to be

    private void fill() {
        reservations.await();
        goOnToNewVersions();
        List<WarmPoolRecord> all = warm.pools();
        Map<String, Master> images = new HashMap<>();
        all.forEach(pool ->
                masters.ready(pool.imageId()).filter(Master::staged).ifPresent(image -> images.put(image.id(), image)));
        WarmKeeping.Decision decision =
                WarmKeeping.decide(wanted(all, images), warm.machines(), standings(hosts.all()));
        decision.leaving().forEach(pools::letGo);
        Map<String, WarmPoolRecord> byImage =
                all.stream().collect(Collectors.toMap(WarmPoolRecord::imageId, Function.identity()));
        decision.missing()
                .forEach((imageId, count) -> make(
                        Objects.requireNonNull(byImage.get(imageId)),
                        Objects.requireNonNull(images.get(imageId)),
                        count));
    }

    private static List<WarmKeeping.Wanted> wanted(List<WarmPoolRecord> all, Map<String, Master> images) {
        return all.stream()
                .map(pool -> {
                    Master image = images.get(pool.imageId());
                    return image == null
                            ? new WarmKeeping.Wanted(pool.imageId(), 0, 0, 0)
                            : new WarmKeeping.Wanted(
                                    pool.imageId(),
                                    pool.size(),
                                    WarmPools.vcpus(pool, image),
                                    WarmPools.memoryMiB(pool, image));
                })
                .toList();
    }

    /** Whoever asks for the newest version of a model is to find machines of that one. */
    private void goOnToNewVersions() {
        for (WarmPoolRecord pool : warm.pools()) {
            masters.successor(pool.imageId())
                    .filter(newer -> pool.size() > 0 && warm.pool(newer).isEmpty())
                    .ifPresent(newer -> warm.movePool(pool.imageId(), newer));
        }
    }

    private List<Candidate> candidates(Master image) {
        return HostCandidates.of(
                hosts.all(), image.id(), image.hostId(), copies.caches(), store.promisedDisk(), Map.of());
    }

    /** One that has not answered yet since this server was started is about to. */
    private static Map<String, HostStanding> standings(List<Host> hosts) {
        return hosts.stream()
                .collect(Collectors.toMap(
                        Host::id,
                        host -> host.drained()
                                ? HostStanding.DRAINED
                                : host.state() == Host.State.UNREACHABLE
                                        ? HostStanding.UNREACHABLE
                                        : HostStanding.READY));
    }

    private void make(WarmPoolRecord pool, Master image, int count) {
        if (clock.instant().isBefore(pool.retryAt())) {
            return;
        }
        for (int number = 0; number < count; number++) {
            Set<String> busy = new HashSet<>();
            warm.machines().stream()
                    .filter(each -> each.state() == WarmPool.State.MAKING)
                    .forEach(each -> busy.add(each.machine().hostId()));
            List<Candidate> free = candidates(image).stream()
                    .filter(host -> !busy.contains(host.id()))
                    .toList();
            // People's jobs are not to wait until others have been made that nobody has asked for.
            if (free.isEmpty() || busy.size() >= Math.max(1, properties.jobs().atOnce() / 2)) {
                return;
            }
            CreateMachine wanted = new CreateMachine(
                    MachineNames.warm(image.id()),
                    image.id(),
                    Copy.LINKED,
                    WarmPools.vcpus(pool, image),
                    WarmPools.memoryMiB(pool, image),
                    null);
            Decision decision = Placement.decide(
                    new Question(ClonePlan.demand(wanted, image, null, WantedPlace.of(wanted, free)), free, rules));
            if (decision.chosen() == null) {
                String why = HostFindings.of(decision).stream()
                        .map(ClonePlan.Finding::fault)
                        .map(Fault::message)
                        .findFirst()
                        .orElse("No host has room for another.");
                if (busy.isEmpty() && !why.equals(pool.problem())) {
                    warm.noteProblem(pool.imageId(), why);
                }
                return;
            }
            begin(pool, image, wanted, decision.chosen().hostId());
        }
    }

    private void begin(WarmPoolRecord pool, Master image, CreateMachine wanted, String hostId) {
        MachineRecord machine = record(image, wanted, hostId);
        if (!store.insert(machine)) {
            throw new IllegalStateException("What is called by chance is called like nothing else");
        }
        hardware.put(machine.id(), MachineCreation.hardware(machine, wanted, image));
        String token = work.secrets().seal(Provisioning.newToken());
        warm.insert(machine, token);
        Job job = jobs.submit(new JobSubmission<>(
                MakeWarmMachineJob.NAME,
                "Make a warm machine of " + image.name(),
                pool.setBy(),
                new Job.Subject("warm-machine", machine.id(), machine.name()),
                image.id(),
                new MachineRequest(machine.id(), null, null, token),
                null,
                null));
        warm.noteJob(machine.id(), job.id());
    }

    private MachineRecord record(Master image, CreateMachine wanted, String hostId) {
        String id = UUID.randomUUID().toString();
        NewIdentity identity = NewIdentity.random();
        String name = MachineNames.warm(id);
        Login login = image.login();
        return new MachineRecord(
                id,
                name,
                MachineRecord.NOBODY,
                MachineRecord.NOBODY,
                hostId,
                image.id(),
                Copy.LINKED,
                ClonePlan.vcpus(wanted, image),
                ClonePlan.memoryMiB(wanted, image),
                MachineState.DEFINED,
                null,
                null,
                MachineNames.domain(properties.instance(), MachineRecord.NOBODY, name),
                identity.uuid(),
                MachineNames.disk("warm", image.name(), id),
                identity.mac(),
                identity.generationId(),
                identity.serial(),
                name,
                null,
                image.access(),
                login == null ? null : login.name(),
                login == null ? null : work.secrets().seal(work.secrets().madeUp()),
                List.of(),
                null,
                clock.instant(),
                List.of(),
                null);
    }

    // --- what is

    /** Finds out which machines on a host wait no longer, and takes away what is to leave. */
    private void tend(String hostId) {
        List<WarmMachine> there = warm.machinesOn(hostId);
        if (there.stream().allMatch(each -> each.state() == WarmPool.State.MAKING)) {
            return;
        }
        Set<UUID> running = hosts.hypervisor(hostId).domains().list().stream()
                .filter(domain -> domain.state() == Domains.Power.RUNNING)
                .map(Domains.Registered::uuid)
                .collect(Collectors.toSet());
        List<WarmMachine> lost = there.stream()
                .filter(each -> each.ready() && !running.contains(each.machine().domainUuid()))
                .toList();
        if (!lost.isEmpty()) {
            log.info("{} warm machines on {} wait no longer", lost.size(), hostId);
            letGo(lost);
        }
        takeAway(warm.machinesOn(hostId), machine -> TakeWarmMachine.takeAway(work, machine));
    }

    private void letGo(List<WarmMachine> leaving) {
        database.inTransaction(() -> {
            reservations.await();
            leaving.forEach(pools::letGo);
        });
    }

    /**
     * Takes away those that are to leave and no job is at work on. May be repeated, and by several at once.
     *
     * @param taking takes away everything that was made for one
     */
    private void takeAway(List<WarmMachine> machines, Consumer<MachineRecord> taking) {
        for (WarmMachine each : machines) {
            if (gone(each)) {
                taking.accept(each.machine());
                forget(each);
            }
        }
    }

    private boolean gone(WarmMachine machine) {
        Long job = machine.jobId();
        return machine.state() == WarmPool.State.LEAVING && (job == null || !jobs.active(job));
    }

    private void forget(WarmMachine machine) {
        database.inTransaction(() -> warm.forget(machine.id()));
        bell.ring();
    }

    // --- what happens

    @Override
    public void domainChanged(String hostId, UUID domain) {
        if (store.findByDomain(domain).filter(machine -> !machine.owned()).isPresent()) {
            bell.ring();
        }
    }

    @Override
    public void connected(String hostId) {
        bell.ring();
    }

    @Override
    public void disconnected(String hostId) {
        bell.ring();
    }

    @Override
    public List<String> onlyOn(String hostId, int most) {
        return warm.machinesOn(hostId).isEmpty() ? List.of() : List.of("a warm machine on which a job is at work");
    }

    /** What a host that does not answer has of them stays there; it is no longer known of. */
    @Override
    public void leave(String hostId) {
        letGo(warm.machinesOn(hostId));
        takeAway(warm.machinesOn(hostId), machine -> {
            try {
                TakeWarmMachine.takeAway(work, machine);
            } catch (HostException silent) {
                log.warn("{} stays on the host: {}", machine.domainName(), silent.getMessage());
            }
        });
    }

    @Override
    public boolean leaveImage(String imageId) {
        database.inTransaction(() -> {
            reservations.await();
            warm.forgetPool(imageId);
            warm.machinesOf(imageId).forEach(pools::letGo);
        });
        takeAway(warm.machinesOf(imageId), machine -> TakeWarmMachine.takeAway(work, machine));
        return warm.machinesOf(imageId).isEmpty();
    }
}
