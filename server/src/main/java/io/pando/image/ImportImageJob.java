package io.pando.image;

import io.pando.api.GuestAccess;
import io.pando.api.Identity;
import io.pando.api.Image;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import io.pando.configuration.PandoProperties;
import io.pando.diskimage.QemuImage;
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
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
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
    private final ImageService service;
    private final ImportSource sources;
    private final Hosts hosts;
    private final Guests guests;
    private final PandoProperties properties;
    private final QemuImage qemuImage = new QemuImage();

    ImportImageJob(
            ImageStore store,
            ImageService service,
            ImportSource sources,
            Hosts hosts,
            Guests guests,
            PandoProperties properties) {
        this.store = store;
        this.service = service;
        this.sources = sources;
        this.hosts = hosts;
        this.guests = guests;
        this.properties = properties;
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
        return List.of(new CheckFile(), new CopyFile(), new RegisterMaster(), new ExamineMaster(), new StopMaster());
    }

    @Override
    public void done(StepContext<ImportRequest> context) {
        store.move(context.request().imageId(), Image.State.IMPORTING, Image.State.READY, null);
        service.settle(context.request().imageId());
        service.publish(context.request().imageId());
    }

    /**
     * A failed import leaves nothing, so that its name can be used again; the job says what went wrong. Where bytes could not be taken
     * away the image stays, and stays charged, until somebody deletes it.
     */
    @Override
    public void undone(StepContext<ImportRequest> context, Problem cause) {
        String id = context.request().imageId();
        if (context.recall(BYTES).filter(THERE::equals).isPresent()) {
            store.move(id, Image.State.IMPORTING, Image.State.FAILED, cause.detail() + " Delete it.");
            service.publish(id);
        } else {
            service.forget(id);
        }
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

    private final class CheckFile implements Step<ImportRequest> {
        @Override
        public String name() {
            return "check-file";
        }

        @Override
        public String title() {
            return "Read the file and take its checksum";
        }

        @Override
        public double weight() {
            return 2;
        }

        @Override
        public Outcome run(StepContext<ImportRequest> context) throws InterruptedException {
            ImportSource.Found found =
                    sources.find(context.request().path(), context.request().format());
            String sha256 = sha256(found, context);
            context.remember("sha256", sha256);
            return Outcome.of("SHA-256 " + sha256);
        }

        private static String sha256(ImportSource.Found found, StepContext<ImportRequest> context)
                throws InterruptedException {
            try (InputStream in = Files.newInputStream(found.file())) {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                byte[] buffer = new byte[1 << 20];
                long done = 0;
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException("Interrupted while reading the file");
                    }
                    digest.update(buffer, 0, read);
                    done += read;
                    context.progress(
                            100.0 * done / found.fileSize(),
                            "%d of %d MiB".formatted(done >> 20, found.fileSize() >> 20));
                }
                return HexFormat.of().formatHex(digest.digest());
            } catch (IOException unreadable) {
                throw unreadable(found.file(), unreadable);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("Every Java runtime has SHA-256", impossible);
            }
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
            ImportSource.Found found =
                    sources.find(context.request().path(), context.request().format());
            Path whole = Path.of(disks.path(image.disk()));
            Path part = Path.of(disks.path(ImageNames.partialDisk(image.disk())));
            context.remember(BYTES, THERE);
            try {
                Files.deleteIfExists(part);
                qemuImage.convertToQcow2(
                        found.file(),
                        found.format(),
                        part,
                        percent -> context.progress(percent, "%.0f %%".formatted(percent)));
                try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
                    written.force(true);
                }
                Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException failure) {
                throw new ProblemException(
                        ProblemType.INVALID_IMAGE,
                        "The image could not be copied: %s".formatted(failure.getMessage()),
                        "See that the pool has room and that the file is whole.",
                        List.of(),
                        failure);
            }
            disks.refresh();
            Disks.Disk disk = disks.find(image.disk()).orElseThrow();
            return Outcome.of(
                    "%s, %d MiB".formatted(disk.name(), disk.storedSize() >> 20),
                    () -> store.recordDisk(
                            image.id(),
                            found.virtualSize(),
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
                throw unreadable(Path.of(image.disk()), failure);
            }
            disks.refresh();
            disks.delete(image.disk());
            context.remember(BYTES, GONE);
        }
    }

    private static ProblemException unreadable(Path file, IOException failure) {
        return new ProblemException(
                ProblemType.INVALID_IMAGE,
                "The file %s could not be read: %s".formatted(file, failure.getMessage()),
                "See that it is still there and whole.",
                List.of(),
                failure);
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
            domains(image)
                    .define(new DomainSpecification(
                            image.domainUuid(),
                            image.domainName(),
                            "Master image " + image.name(),
                            image.id(),
                            "pando",
                            image.vcpus(),
                            image.memoryMiB(),
                            image.masterDisk(),
                            image.mac(),
                            // Whatever the master does on its one start, it does not do it on the network.
                            false,
                            image.serial(),
                            image.generationId()));
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
                    service.login(image),
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
            return Outcome.of("stopped");
        }
    }
}
