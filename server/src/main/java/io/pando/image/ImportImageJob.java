package io.pando.image;

import io.pando.api.Firmware;
import io.pando.api.GuestAccess;
import io.pando.api.Identity;
import io.pando.api.Image;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import io.pando.configuration.PandoProperties;
import io.pando.diskimage.Inspected;
import io.pando.guest.GuestAddress;
import io.pando.guest.GuestFacts;
import io.pando.guest.GuestSession;
import io.pando.guest.Guests;
import io.pando.host.Disks;
import io.pando.host.DomainSpecification;
import io.pando.host.Domains;
import io.pando.host.HostIdentity;
import io.pando.host.Hosts;
import io.pando.job.JobKind;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import io.pando.problem.ProblemException;
import io.pando.upload.Uploads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The job that makes a master image from a file: copies it into the pool, registers the master with the host, and starts it once to
 * learn how to reach into it and who it says it is.
 */
@Component
class ImportImageJob implements JobKind<ImportRequest> {
    static final String NAME = "image.import";
    private static final String BYTES = "bytes";
    private static final String THERE = "there";
    private static final String GONE = "gone";

    private final ImageStore store;
    private final ImageViews views;
    private final ImageService service;
    private final ImportSource sources;
    private final ImageGate gate;
    private final ImportRoom room;
    private final ImportSpool spool;
    private final Uploads uploads;
    private final Hosts hosts;
    private final Guests guests;
    private final PandoProperties properties;
    private final InspectDisk.Tools inspection;

    ImportImageJob(
            ImageStore store,
            ImageViews views,
            ImageService service,
            ImportSource sources,
            ImageGate gate,
            ImportRoom room,
            ImportSpool spool,
            Uploads uploads,
            Hosts hosts,
            Guests guests,
            PandoProperties properties,
            InspectDisk.Tools inspection) {
        this.store = store;
        this.views = views;
        this.service = service;
        this.sources = sources;
        this.gate = gate;
        this.room = room;
        this.spool = spool;
        this.uploads = uploads;
        this.hosts = hosts;
        this.guests = guests;
        this.properties = properties;
        this.inspection = inspection;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ImportRequest> requestType() {
        return ImportRequest.class;
    }

    @Override
    public List<Step<ImportRequest>> steps() {
        return List.of(
                new FetchFile(),
                new CheckFile(),
                new CopyFile(),
                new RegisterMaster(),
                new ExamineMaster(),
                new StopMaster(),
                new InspectDisk<>(inspection, ImportRequest::imageId, InspectDisk.Demand.NOTHING));
    }

    @Override
    public void done(StepContext<ImportRequest> context) {
        if (context.request().upload() != null) {
            uploads.consumed(context.request().upload());
        }
        service.publishMade(context.request().imageId());
    }

    @Override
    public void undone(StepContext<ImportRequest> context, Problem cause) {
        if (context.request().upload() != null) {
            uploads.release(context.request().upload(), context.request().imageId());
        }
        service.withdraw(
                context.request().imageId(),
                context.recall(BYTES).filter(THERE::equals).isPresent(),
                cause);
    }

    private ImageRecord image(StepContext<ImportRequest> context) {
        return store.findNow(context.request().imageId()).orElseThrow();
    }

    private Disks disks(ImageRecord image) {
        return hosts.hypervisor(image.hostId()).disks();
    }

    private Domains domains(ImageRecord image) {
        return hosts.hypervisor(image.hostId()).domains();
    }

    private final class FetchFile implements Step<ImportRequest> {
        @Override
        public String name() {
            return "fetch-file";
        }

        @Override
        public String title() {
            return "Bring the file";
        }

        @Override
        public String intent(StepContext<ImportRequest> context) {
            String url = context.request().url();
            return url == null ? "Find the file where it is" : "Download " + url;
        }

        @Override
        public Outcome run(StepContext<ImportRequest> context) throws InterruptedException {
            sources.fetch(
                    context.request(),
                    (bytes, total) -> context.progress(
                            total < 0 ? 50 : 100.0 * bytes / Math.max(1, total),
                            total < 0
                                    ? "%d MiB".formatted(bytes >> 20)
                                    : "%d of %d MiB".formatted(bytes >> 20, total >> 20)));
            return Outcome.of(context.request().url() == null ? "it is there" : "downloaded");
        }

        @Override
        public void undo(StepContext<ImportRequest> context) {
            spool.forget(context.request().imageId());
        }
    }

    private final class CheckFile implements Step<ImportRequest> {
        @Override
        public String name() {
            return "check-file";
        }

        @Override
        public String title() {
            return "Look at the file and take its checksum";
        }

        @Override
        public double weight() {
            return 2;
        }

        @Override
        public Outcome run(StepContext<ImportRequest> context) throws InterruptedException {
            ImportRequest request = context.request();
            Path file = sources.file(request);
            Inspected inspected = gate.lookInTurn(file, ImageGate.format(request.format()));
            room.require(hosts.home(), inspected);
            service.charge(request.imageId(), ImportRoom.virtualSize(inspected));
            String sha256 = FileChecksum.of(
                    file,
                    (done, size) ->
                            context.progress(100.0 * done / size, "%d of %d MiB".formatted(done >> 20, size >> 20)));
            if (request.sha256() != null && !request.sha256().equals(sha256)) {
                throw new ProblemException(
                        ProblemType.INVALID_IMAGE,
                        "The file's SHA-256 is %s and not the one that was expected.".formatted(sha256),
                        "It may be damaged, or be another one: compare it with its publisher's.");
            }
            context.remember("sha256", sha256);
            Image.ExportedHardware hardware = ImageHardware.of(inspected);
            return hardware == null
                    ? Outcome.of("SHA-256 " + sha256)
                    : Outcome.of(
                            "SHA-256 " + sha256,
                            () -> store.recordHardware(
                                    request.imageId(),
                                    hardware,
                                    ImageService.vcpus(request.vcpus(), hardware),
                                    ImageService.memoryMiB(request.memoryMiB(), hardware)));
        }
    }

    private final class CopyFile implements Step<ImportRequest> {
        @Override
        public String name() {
            return "copy-file";
        }

        @Override
        public String title() {
            return "Copy the image into the pool";
        }

        @Override
        public double weight() {
            return 5;
        }

        @Override
        public String intent(StepContext<ImportRequest> context) {
            return "Make the disk " + image(context).disk();
        }

        @Override
        public Outcome run(StepContext<ImportRequest> context) throws InterruptedException {
            ImageRecord image = image(context);
            Disks disks = disks(image);
            context.remember(BYTES, THERE);
            Inspected.Usable copied = gate.copy(
                    sources.file(context.request()),
                    ImageGate.format(context.request().format()),
                    spool.unpacked(image.id()),
                    // Of a packed file only now.
                    size -> service.charge(image.id(), size),
                    Path.of(disks.path(ImageNames.partialDisk(image.disk()))),
                    Path.of(disks.path(image.disk())),
                    percent -> context.progress(percent, "%.0f %%".formatted(percent)));
            disks.refresh();
            Disks.Disk disk = disks.find(image.disk()).orElseThrow();
            return Outcome.of(
                    "%s, %d MiB".formatted(disk.name(), disk.storedSize() >> 20),
                    () -> store.recordDisk(
                            image.id(),
                            copied.virtualSize(),
                            disk.storedSize(),
                            context.recall("sha256").orElse("")));
        }

        @Override
        public void undo(StepContext<ImportRequest> context) {
            ImageRecord image = image(context);
            Disks disks = disks(image);
            try {
                Files.deleteIfExists(Path.of(disks.path(ImageNames.partialDisk(image.disk()))));
            } catch (IOException failure) {
                throw new UncheckedIOException("What was copied cannot be deleted", failure);
            }
            disks.refresh();
            disks.delete(image.disk());
            context.remember(BYTES, GONE);
        }
    }

    private final class RegisterMaster implements Step<ImportRequest> {
        @Override
        public String name() {
            return "register-master";
        }

        @Override
        public String title() {
            return "Register the master with the host";
        }

        @Override
        public String intent(StepContext<ImportRequest> context) {
            ImageRecord image = image(context);
            return "Define %s (%s) with the disk %s"
                    .formatted(image.domainName(), image.domainUuid(), image.masterDisk());
        }

        @Override
        public Outcome run(StepContext<ImportRequest> context) {
            ImageRecord image = image(context);
            // The master gets a linked disk of its own: the image's must never change, clones read from it.
            freshMasterDisk(image);
            Firmware firmware = ImageHardware.firmware(image.hardware());
            domains(image)
                    .define(new DomainSpecification(
                            image.domainUuid(),
                            image.domainName(),
                            "Master image " + image.name(),
                            image.id(),
                            "pando",
                            image.vcpus(),
                            image.memoryMiB(),
                            firmware,
                            firmware == Firmware.BIOS ? null : ImageNames.variables(image.id()),
                            false,
                            List.of(new DomainSpecification.Disk(DomainSpecification.FIRST_DISK, image.masterDisk())),
                            // Whatever the master does on its one start, it does not do it on the network.
                            List.of(new DomainSpecification.Card(image.mac(), false)),
                            null,
                            List.of(DomainSpecification.FIRST_DISK),
                            image.serial(),
                            image.generationId(),
                            null));
            return Outcome.of("registered as " + image.domainName());
        }

        @Override
        public void undo(StepContext<ImportRequest> context) {
            ImageRecord image = image(context);
            if (domains(image).find(image.domainUuid()).isPresent()) {
                domains(image).powerOff(image.domainUuid());
            }
            domains(image).undefine(image.domainUuid());
            disks(image).delete(image.masterDisk());
            forgetVariables(image);
        }
    }

    /** What UEFI keeps is made anew at each start that finds none. */
    private void forgetVariables(ImageRecord image) {
        if (ImageHardware.firmware(image.hardware()) != Firmware.BIOS) {
            // QEMU has made the file: the pool does not know it yet.
            disks(image).refresh();
            disks(image).delete(ImageNames.variables(image.id()));
        }
    }

    private void freshMasterDisk(ImageRecord image) {
        long size = disks(image).find(image.disk()).orElseThrow().virtualSize();
        disks(image).createLinked(image.masterDisk(), image.disk(), size);
    }

    private final class ExamineMaster implements Step<ImportRequest> {
        @Override
        public String name() {
            return "examine-master";
        }

        @Override
        public String title() {
            return "Start the master once and ask who it is";
        }

        @Override
        public double weight() {
            return 15;
        }

        @Override
        public Outcome run(StepContext<ImportRequest> context) throws InterruptedException {
            ImageRecord image = image(context);
            GuestAddress address = new GuestAddress(image.hostId(), image.domainUuid());
            long started = System.nanoTime();
            domains(image).start(image.domainUuid());
            try (GuestSession session = guests.open(
                    address,
                    image.guestAccess(),
                    views.login(image),
                    properties.guests().bootTimeout(),
                    waiting -> context.progress(10, waiting))) {
                double bootSeconds = (System.nanoTime() - started) / 1e9;
                context.progress(80, "Reading its identity");
                GuestFacts facts = GuestFacts.read(session);
                Identity identity = withHost(image, facts.identity());
                GuestAccess way = session.way();
                return Outcome.of(
                        "%s, answered by its %s after %.0f s"
                                .formatted(
                                        facts.operatingSystem() == null ? "Unknown system" : facts.operatingSystem(),
                                        way == GuestAccess.AGENT ? "agent" : "console",
                                        bootSeconds),
                        () -> store.recordExamination(image.id(), way, bootSeconds, facts.operatingSystem(), identity));
            }
        }

        private Identity withHost(ImageRecord image, Identity guest) {
            Map<String, List<String>> fields = new HashMap<>(guest.fields());
            domains(image).find(image.domainUuid()).ifPresent(domain -> fields.putAll(HostIdentity.of(domain)));
            return new Identity(fields);
        }

        @Override
        public void undo(StepContext<ImportRequest> context) {
            ImageRecord image = image(context);
            if (domains(image).find(image.domainUuid()).isPresent()) {
                domains(image).powerOff(image.domainUuid());
            }
        }
    }

    private final class StopMaster implements Step<ImportRequest> {
        @Override
        public String name() {
            return "stop-master";
        }

        @Override
        public String title() {
            return "Stop the master and forget what it wrote";
        }

        @Override
        public Outcome run(StepContext<ImportRequest> context) {
            ImageRecord image = image(context);
            domains(image).powerOff(image.domainUuid());
            freshMasterDisk(image);
            forgetVariables(image);
            spool.forget(image.id());
            return Outcome.of("stopped");
        }
    }
}
