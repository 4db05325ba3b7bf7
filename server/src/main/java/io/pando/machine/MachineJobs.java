package io.pando.machine;

import io.pando.access.Quotas;
import io.pando.image.ImageCopies;
import io.pando.job.JobKind;
import io.pando.provisioning.Provisioning;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** The jobs on machines and the steps that each consists of. */
@Configuration(proxyBeanMethods = false)
class MachineJobs {
    static final String CREATE = "machine.create";
    /** Of a staged image, whose machines ask for their settings. */
    static final String DEPLOY = "machine.deploy";
    /** Of a staged image, by taking one that waits. */
    static final String CLAIM = "machine.claim";

    static final String START = "machine.start";
    static final String STOP = "machine.stop";
    static final String RESTART = "machine.restart";
    static final String SUSPEND = "machine.suspend";
    static final String RESUME = "machine.resume";
    static final String DELETE = "machine.delete";

    /** Whether jobs of that kind make machines. */
    static boolean makes(String kind) {
        return kind.equals(CREATE) || kind.equals(DEPLOY) || kind.equals(CLAIM);
    }

    @Bean
    JobKind<MachineRequest> createMachine(
            MachineWork work,
            FileSystems fileSystems,
            ImageCopies copies,
            ScreenPictures pictures,
            Clock clock,
            MachineViews views,
            Quotas quotas,
            @Lazy MachineCreation creation) {
        return new CreateMachineJob(
                CREATE,
                List.of(
                        new BringImage(work, copies),
                        new CopyDisk(work, copies),
                        new DefineDomain(work),
                        new StartDomain(work),
                        new AwaitGuest(work),
                        new CustomiseGuest(work),
                        new RebootGuest(work),
                        new AwaitReboot(work),
                        new GrowAtStart(work, fileSystems),
                        new CertifyIdentity(work, pictures, clock)),
                work.store(),
                work.hardware(),
                pictures,
                views,
                quotas,
                creation);
    }

    @Bean
    JobKind<MachineRequest> deployMachine(
            MachineWork work,
            FileSystems fileSystems,
            ImageCopies copies,
            InstallPackages.Tools installing,
            Provisioning provisioning,
            ScreenPictures pictures,
            Clock clock,
            MachineViews views,
            Quotas quotas,
            @Lazy MachineCreation creation) {
        return new CreateMachineJob(
                DEPLOY,
                List.of(
                        new BringImage(work, copies),
                        new CopyDisk(work, copies),
                        new InstallPackages(work, new CopyDisk(work, copies), installing),
                        new WriteSeed(work, provisioning),
                        new DefineDomain(work, true),
                        new StartDomain(work),
                        new ProvisionGuest(work, provisioning),
                        new DropSeed(work),
                        new GrowAtStart(work, fileSystems),
                        new CertifyIdentity(work, pictures, clock)),
                work.store(),
                work.hardware(),
                pictures,
                views,
                quotas,
                creation);
    }

    @Bean
    JobKind<MachineRequest> claimMachine(
            MachineWork work,
            FileSystems fileSystems,
            Provisioning provisioning,
            ScreenPictures pictures,
            Clock clock,
            MachineViews views,
            Quotas quotas,
            @Lazy MachineCreation creation) {
        return new CreateMachineJob(
                CLAIM,
                List.of(
                        new TakeWarmMachine(work),
                        new ProvisionGuest(work, provisioning, true),
                        new DropSeed(work),
                        new GrowAtStart(work, fileSystems),
                        new CertifyIdentity(work, pictures, clock)),
                work.store(),
                work.hardware(),
                pictures,
                views,
                quotas,
                creation);
    }

    @Bean
    JobKind<MachineRequest> warmMachine(
            MachineWork work, ImageCopies copies, Provisioning provisioning, WarmStore warm, WarmBell bell) {
        return new MakeWarmMachineJob(
                List.of(
                        new BringImage(work, copies),
                        new CopyDisk(work, copies),
                        new WriteSeed(work, provisioning),
                        new DefineDomain(work, true),
                        new StartDomain(work),
                        new PrepareGuest(work, provisioning)),
                warm,
                bell);
    }

    @Bean
    JobKind<MachineRequest> startMachine(
            MachineWork work, FileSystems fileSystems, MachineObserver observer, @Lazy MachineService service) {
        return new PowerJob(
                START, List.of(new StartDomain(work), new GrowAtStart(work, fileSystems)), observer, service);
    }

    @Bean
    JobKind<MachineRequest> stopMachine(MachineWork work, MachineObserver observer, @Lazy MachineService service) {
        return new PowerJob(STOP, List.of(new StopDomain(work, true)), observer, service);
    }

    @Bean
    JobKind<MachineRequest> restartMachine(
            MachineWork work, FileSystems fileSystems, MachineObserver observer, @Lazy MachineService service) {
        return new PowerJob(
                RESTART,
                List.of(new StopDomain(work, false), new StartDomain(work), new GrowAtStart(work, fileSystems)),
                observer,
                service);
    }

    @Bean
    JobKind<MachineRequest> suspendMachine(MachineWork work, MachineObserver observer, @Lazy MachineService service) {
        return new PowerJob(SUSPEND, List.of(new SuspendDomain(work)), observer, service);
    }

    @Bean
    JobKind<MachineRequest> resumeMachine(MachineWork work, MachineObserver observer, @Lazy MachineService service) {
        return new PowerJob(RESUME, List.of(new StartDomain(work)), observer, service);
    }

    @Bean
    JobKind<MachineRequest> deleteMachine(
            MachineWork work,
            SnapshotStore snapshots,
            ScreenPictures pictures,
            MachineViews views,
            Quotas quotas,
            SnapshotCharges charges,
            @Lazy MachineService service) {
        return new DeleteMachineJob(
                List.of(new RemoveDomain(work), new DeleteDisk(work, snapshots, pictures)),
                work.store(),
                work.hardware(),
                snapshots,
                views,
                quotas,
                charges,
                service);
    }
}
