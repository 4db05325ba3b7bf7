package io.pando.upload;

import io.pando.access.Caller;
import io.pando.access.Need;
import io.pando.access.ProjectAccess;
import io.pando.access.Quotas;
import io.pando.access.Reach;
import io.pando.access.Users;
import io.pando.api.Amounts;
import io.pando.api.CreateUpload;
import io.pando.api.Fault;
import io.pando.api.Page;
import io.pando.api.ProblemType;
import io.pando.api.ProjectReference;
import io.pando.api.Upload;
import io.pando.api.User;
import io.pando.configuration.PandoProperties;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** The rules about uploads: who sends what, how far it is, and when it goes away. */
@Service
public class Uploads {
    private static final Logger log = LoggerFactory.getLogger(Uploads.class);

    /** The longest part, bytes; an upload of any length consists of as many as it takes. */
    public static final int LARGEST_PART = 64 << 20;

    /** What the subjects of charges for uploads begin with. */
    private static final String CHARGE = "upload:";

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");

    /** RFC 9530, of one algorithm. */
    private static final Pattern CONTENT_DIGEST = Pattern.compile("sha-256=:([A-Za-z0-9+/]{43}=):");

    private final UploadStore store;
    private final UploadFiles files;
    private final ProjectAccess projects;
    private final Users users;
    private final Quotas quotas;
    private final Database database;
    private final Clock clock;
    private final long largest;
    private final int each;
    private final Duration lifetime;
    private final Set<String> receiving = ConcurrentHashMap.newKeySet();

    Uploads(
            UploadStore store,
            UploadFiles files,
            ProjectAccess projects,
            Users users,
            Quotas quotas,
            Database database,
            PandoProperties properties,
            Clock clock) {
        this.store = store;
        this.files = files;
        this.projects = projects;
        this.users = users;
        this.quotas = quotas;
        this.database = database;
        this.clock = clock;
        this.largest = (long) properties.imports().largestGib() << 30;
        this.each = properties.imports().uploadsEach();
        this.lifetime = properties.imports().uploadLifetime();
    }

    // --- sending

    Upload create(Caller caller, CreateUpload wanted) {
        validate(wanted);
        if (wanted.size() > largest) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "The file has %,d GiB; at most %,d GiB are taken.".formatted(wanted.size() >> 30, largest >> 30),
                    "Compress it, or let an administrator raise pando.imports.largest-gib.");
        }
        Instant now = now();
        UploadRecord upload = new UploadRecord(
                UUID.randomUUID().toString(),
                caller.userId(),
                projects.place(caller, wanted.project()).id(),
                wanted.fileName().strip(),
                wanted.size(),
                0,
                wanted.sha256() == null ? null : wanted.sha256().toLowerCase(Locale.ROOT),
                null,
                now,
                now);
        Upload announced = shown(upload);
        long room = files.room();
        database.inTransaction(() -> {
            store.holdTurn();
            if (store.countOf(caller.userId()) >= each) {
                throw new ProblemException(
                        ProblemType.TOO_MANY_REQUESTS,
                        "You have %d uploads already.".formatted(each),
                        "Import or cancel one of them first.");
            }
            if (store.outstanding() + wanted.size() > room - PandoProperties.Imports.KEPT_FREE) {
                throw new ProblemException(
                        ProblemType.TOO_LARGE,
                        "The server has no room for %,d MiB more.".formatted(wanted.size() >> 20),
                        "Have room made in its data folder, or compress the file.");
            }
            store.insert(upload);
            // All of it, from now on: whoever announces bytes takes their room from others.
            quotas.reserve(upload.projectId(), charge(upload.id()), Amounts.disk(upload.size()));
            tell(upload).after(announced);
        });
        return announced;
    }

    private static void validate(CreateUpload wanted) {
        List<Fault> faults = new ArrayList<>();
        String name = wanted.fileName().strip();
        if (name.isEmpty() || name.length() > 200 || name.chars().anyMatch(Character::isISOControl)) {
            faults.add(new Fault("fileName", "A file's name has 1 to 200 characters.", "For example debian.qcow2."));
        }
        if (wanted.size() < 1) {
            faults.add(new Fault("size", "An empty file cannot be uploaded.", "Say how many bytes it has."));
        }
        if (wanted.sha256() != null && !SHA_256.matcher(wanted.sha256()).matches()) {
            faults.add(new Fault("sha256", "A SHA-256 has 64 hexadecimal digits.", "Leave it out if you have none."));
        }
        if (!faults.isEmpty()) {
            throw ProblemException.invalid(faults);
        }
    }

    /**
     * One's own uploads, or everybody's in a project.
     *
     * @param project id or name; null for one's own, wherever
     */
    Page<Upload> list(Caller caller, @Nullable String project, Paging paging) {
        Reach reach = projects.reach(caller, project);
        String owner = projects.owner(caller, null, project);
        return paging.page(shown(store.list(owner, reach, paging.limit(), paging.offset())), store.count(owner, reach));
    }

    Upload find(Caller caller, String id) {
        return shown(require(caller, id, Need.SEE));
    }

    /**
     * Takes a part.
     *
     * @param offset where in the file it begins: where the last one ended
     * @param contentDigest what the part must give, as in RFC 9530; null when the sender did not say
     */
    Upload receive(Caller caller, String id, long offset, @Nullable String contentDigest, InputStream part) {
        byte[] expected = expected(contentDigest);
        // First of all: that it is busy is nothing for strangers.
        require(caller, id, Need.USE);
        if (!receiving.add(id)) {
            throw new ProblemException(
                    ProblemType.BUSY, "Another part of this upload is being received.", "Send one after the other.");
        }
        try {
            UploadRecord upload = require(caller, id, Need.USE);
            tell(upload);
            if (upload.received() != offset) {
                throw new ProblemException(
                        ProblemType.WRONG_STATE,
                        "%,d bytes are there, and the part begins at %,d.".formatted(upload.received(), offset),
                        "Go on at byte %d.".formatted(upload.received()));
            }
            MessageDigest digest = sha256();
            UploadFiles.Written written =
                    files.write(id, offset, part, Math.min(LARGEST_PART, upload.size() - offset), digest);
            if (written.tooMuch()) {
                throw new ProblemException(
                        ProblemType.TOO_LARGE,
                        "The part is longer than 64 MiB, or than what is missing of the file.",
                        "Send shorter parts; the file was announced with %,d bytes.".formatted(upload.size()));
            }
            if (expected != null && !(written.ended() && MessageDigest.isEqual(digest.digest(), expected))) {
                throw ProblemException.invalid(
                        List.of(new Fault("Content-Digest", "The part is not what was sent.", "Send it again.")));
            }
            long received = offset + written.count();
            Deed.present().after(Map.of("received", received));
            if (received < upload.size()) {
                // That it was announced and that it is whole is told; each part in between would tell nothing more.
                Deed.present().looking();
            }
            database.inTransaction(() -> {
                if (!store.advance(id, offset, received, now())) {
                    // Cancelled meanwhile, or another server was quicker.
                    throw ProblemException.notFound("upload", id);
                }
            });
            return find(caller, id);
        } finally {
            receiving.remove(id);
        }
    }

    private static byte @Nullable [] expected(@Nullable String contentDigest) {
        if (contentDigest == null) {
            return null;
        }
        Matcher found = CONTENT_DIGEST.matcher(contentDigest.strip());
        if (!found.matches()) {
            throw ProblemException.invalid(List.of(new Fault(
                    "Content-Digest",
                    "The digest of the part cannot be read.",
                    "Send sha-256=:BASE64:, or leave the header out.")));
        }
        return Base64.getDecoder().decode(found.group(1));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java runtime has SHA-256", impossible);
        }
    }

    void cancel(Caller caller, String id) {
        UploadRecord upload = require(caller, id, Need.USE);
        tell(upload).before(() -> shown(upload));
        database.inTransaction(() -> {
            if (!store.deleteUnclaimed(id)) {
                throw new ProblemException(
                        ProblemType.BUSY, "An image is being made of this upload.", "Cancel the import's job.");
            }
        });
        forget(id);
    }

    private static Deed tell(UploadRecord upload) {
        return Deed.present().object("upload", upload.id(), upload.fileName());
    }

    private static String charge(String id) {
        return CHARGE + id;
    }

    /** Its bytes first, then what they were charged. */
    private void forget(String id) {
        files.delete(id);
        quotas.release(charge(id));
    }

    private UploadRecord require(Caller caller, String id, Need need) {
        UploadRecord upload = store.find(id).orElseThrow(() -> ProblemException.notFound("upload", id));
        projects.require(caller, upload.projectId(), need, "upload", id);
        return upload;
    }

    // --- importing

    /**
     * The file of a complete upload that the caller may use.
     *
     * @throws ProblemException when there is none, or not all of it is there
     */
    public Complete complete(Caller caller, String id) {
        UploadRecord upload = require(caller, id, Need.USE);
        if (!upload.complete()) {
            throw new ProblemException(
                    ProblemType.WRONG_STATE,
                    "Of %s, %,d of %,d bytes are there.".formatted(upload.fileName(), upload.received(), upload.size()),
                    "Send the rest first.");
        }
        return new Complete(upload.fileName(), files.file(id), upload.sha256());
    }

    /**
     * A file that is whole.
     *
     * @param sha256 what it must give; null when nobody said
     */
    public record Complete(
            String fileName, Path file, @Nullable String sha256) {}

    /**
     * Keeps an upload for an image until {@link #release} or {@link #consumed}. Within the caller's transaction.
     *
     * @throws ProblemException busy, when another image is being made of it
     */
    public void claim(String id, String imageId) {
        if (!store.claim(id, imageId)) {
            throw new ProblemException(
                    ProblemType.BUSY,
                    "An image is being made of this upload already.",
                    "Wait for it, or upload again.");
        }
    }

    /** The file of an upload that was claimed. */
    public Path claimed(String id) {
        return files.file(id);
    }

    /** The image did not come about: its owner may try once more. */
    public void release(String id, String imageId) {
        store.release(id, imageId, now());
    }

    /** The image is there, and the upload is needed no more. */
    public void consumed(String id) {
        store.delete(id);
        forget(id);
    }

    // --- going away

    /** Throws away what nobody went on with, and bytes and charges without an upload, as a killed server leaves them. */
    public void expire() {
        for (String id : store.untouchedSince(now().minus(lifetime))) {
            if (!receiving.contains(id) && store.deleteUnclaimed(id)) {
                forget(id);
                log.info("The upload {} was abandoned", id);
            }
        }
        for (String id : files.list()) {
            if (!receiving.contains(id) && store.find(id).isEmpty()) {
                forget(id);
            }
        }
        for (String charge : quotas.subjects(CHARGE)) {
            if (store.find(charge.substring(CHARGE.length())).isEmpty()) {
                forget(charge.substring(CHARGE.length()));
            }
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private Upload shown(UploadRecord upload) {
        return shown(List.of(upload)).getFirst();
    }

    private List<Upload> shown(List<UploadRecord> rows) {
        Map<String, User> owners =
                users.get(rows.stream().map(UploadRecord::ownerId).toList());
        Map<String, ProjectReference> inProjects =
                projects.references(rows.stream().map(UploadRecord::projectId).toList());
        return rows.stream()
                .map(row -> shown(
                        row,
                        Objects.requireNonNull(owners.get(row.ownerId())),
                        inProjects.getOrDefault(row.projectId(), new ProjectReference(row.projectId(), ""))))
                .toList();
    }

    private Upload shown(UploadRecord upload, User owner, ProjectReference project) {
        return new Upload(
                upload.id(),
                upload.fileName(),
                upload.size(),
                upload.received(),
                upload.sha256(),
                owner,
                project,
                upload.imageId(),
                upload.createdAt(),
                upload.touchedAt().plus(lifetime));
    }
}
