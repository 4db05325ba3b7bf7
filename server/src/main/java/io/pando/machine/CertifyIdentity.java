package io.pando.machine;

import io.pando.api.Certificate;
import io.pando.api.Identity;
import io.pando.guest.GuestFacts;
import io.pando.guest.GuestSession;
import io.pando.image.Master;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.time.Clock;

/** Reads who the machine says it is, and compares that with its master and its siblings (mission F2). */
final class CertifyIdentity implements Step<MachineRequest> {
    private static final int MOST_SIBLINGS = 1_000;

    private final MachineWork work;
    private final ScreenPictures pictures;
    private final Clock clock;

    CertifyIdentity(MachineWork work, ScreenPictures pictures, Clock clock) {
        this.work = work;
        this.pictures = pictures;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "certify";
    }

    @Override
    public String title() {
        return "Compare its identity with its master's and siblings'";
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) throws InterruptedException {
        MachineRecord machine = work.machine(context);
        Master master = work.master(machine);
        Identity identity;
        try (GuestSession session = work.open(machine, work.bootTimeout(), waiting -> context.progress(10, waiting))) {
            identity = work.withHost(machine, GuestFacts.read(session).identity());
        }
        Certificate certificate = Certification.compare(
                machine.id(),
                machine.name(),
                identity,
                new Certification.Relative(master.name(), master.identity()),
                work.store().siblings(machine, MOST_SIBLINGS),
                clock.instant());
        pictures.take(machine);
        return Outcome.of(
                certificate.summary(), () -> work.store().recordCertificate(machine.id(), identity, certificate));
    }
}
