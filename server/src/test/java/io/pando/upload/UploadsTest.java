package io.pando.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.access.Caller;
import io.pando.access.Scope;
import io.pando.access.TestPeople;
import io.pando.api.Amounts;
import io.pando.api.CreateUpload;
import io.pando.api.ProblemType;
import io.pando.api.ProjectRole;
import io.pando.api.TokenRight;
import io.pando.api.Upload;
import io.pando.configuration.PandoProperties;
import io.pando.database.EachDatabase;
import io.pando.database.SettableClock;
import io.pando.database.TestDatabase;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EachDatabase
class UploadsTest {
    private static final Paging FIRST = new Paging(25, 0);

    private final TestDatabase test;
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final TestPeople people;
    private final Caller ada;
    private final Caller eve;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Uploads uploads;

    UploadsTest(TestDatabase test) {
        this.test = test;
        people = new TestPeople(test.database());
        ada = people.join("ada");
        eve = people.join("eve");
    }

    @BeforeEach
    void start() {
        uploads = restarted();
    }

    /** A server that knows what is on the disk and in the database, and nothing else. */
    private Uploads restarted() {
        PandoProperties properties = TestDatabase.properties(Map.of("pando.data", folder.toString()));
        return new Uploads(
                new UploadStore(test.database()),
                new UploadFiles(properties),
                people.projects(),
                people.users(),
                people.quotas(),
                test.database(),
                properties,
                clock);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Upload begin(long size) {
        return uploads.create(ada, new CreateUpload("disk.qcow2", size, null, null));
    }

    private Path file(Upload upload) {
        return folder.resolve("uploads").resolve(upload.id());
    }

    private static void refuses(ProblemType type, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.type()).isEqualTo(type));
    }

    @Test
    void aFileComesInPartsAndIsWholeAtTheEnd() throws IOException {
        Upload upload = begin(9);

        assertThat(uploads.receive(ada, upload.id(), 0, null, bytes("abc")).received())
                .isEqualTo(3);
        assertThat(uploads.receive(ada, upload.id(), 3, null, bytes("defghi")).received())
                .isEqualTo(9);

        assertThat(uploads.complete(ada, upload.id()).file()).hasContent("abcdefghi");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(upload))))
                .isEqualTo("rw-------");
    }

    @Test
    void anotherServerGoesOnWhereOneWasKilled() throws IOException {
        Upload upload = begin(6);
        uploads.receive(ada, upload.id(), 0, null, bytes("abc"));
        // Written by the part that was being received, and known to nobody.
        Files.writeString(file(upload), "abcXYZ");

        Uploads next = restarted();

        assertThat(next.find(ada, upload.id()).received()).isEqualTo(3);
        next.receive(ada, upload.id(), 3, null, bytes("def"));
        assertThat(next.complete(ada, upload.id()).file()).hasContent("abcdef");
    }

    @Test
    void whatHasComeStaysWhenTheConnectionBreaks() {
        Upload upload = begin(6);
        InputStream breaking = new InputStream() {
            private int count;

            @Override
            public int read() throws IOException {
                throw new IOException("broken off");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (count++ > 0) {
                    return read();
                }
                into[offset] = 'a';
                into[offset + 1] = 'b';
                return 2;
            }
        };

        assertThat(uploads.receive(ada, upload.id(), 0, null, breaking).received())
                .isEqualTo(2);
        assertThat(uploads.receive(ada, upload.id(), 2, null, bytes("cdef")).received())
                .isEqualTo(6);
    }

    @Test
    void aPartBeginsWhereTheLastOneEnded() {
        Upload upload = begin(6);
        uploads.receive(ada, upload.id(), 0, null, bytes("abc"));

        refuses(ProblemType.WRONG_STATE, () -> uploads.receive(ada, upload.id(), 0, null, bytes("abc")));
        refuses(ProblemType.WRONG_STATE, () -> uploads.receive(ada, upload.id(), 4, null, bytes("ef")));
        refuses(ProblemType.WRONG_STATE, () -> uploads.receive(ada, upload.id(), -1, null, bytes("ef")));
    }

    @Test
    void nobodySendsMoreThanWasAnnounced() {
        Upload upload = begin(6);

        refuses(ProblemType.TOO_LARGE, () -> uploads.receive(ada, upload.id(), 0, null, bytes("abcdefg")));
        assertThat(uploads.find(ada, upload.id()).received()).isZero();
    }

    @Test
    void aPartThatWasDamagedOnItsWayIsRefused() throws NoSuchAlgorithmException {
        Upload upload = begin(3);
        String digest = "sha-256=:%s:"
                .formatted(Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(new byte[] {'a', 'b', 'c'})));

        refuses(ProblemType.INVALID_REQUEST, () -> uploads.receive(ada, upload.id(), 0, digest, bytes("abX")));
        refuses(ProblemType.INVALID_REQUEST, () -> uploads.receive(ada, upload.id(), 0, "md5=:x:", bytes("abc")));
        assertThat(uploads.receive(ada, upload.id(), 0, digest, bytes("abc")).received())
                .isEqualTo(3);
    }

    @Test
    void onlyWhatIsWholeIsImported() {
        Upload upload = begin(6);
        uploads.receive(ada, upload.id(), 0, null, bytes("abc"));

        refuses(ProblemType.WRONG_STATE, () -> uploads.complete(ada, upload.id()));
    }

    @Test
    void somebodyElsesUploadIsAsGoodAsAbsent() {
        Upload upload = begin(3);
        String absent = UUID.randomUUID().toString();
        for (String id : new String[] {upload.id(), absent}) {
            refuses(ProblemType.NOT_FOUND, () -> uploads.find(eve, id));
            refuses(ProblemType.NOT_FOUND, () -> uploads.receive(eve, id, 0, null, bytes("abc")));
            refuses(ProblemType.NOT_FOUND, () -> uploads.cancel(eve, id));
            refuses(ProblemType.NOT_FOUND, () -> uploads.complete(eve, id));
        }
        assertThat(uploads.list(eve, null, FIRST).total()).isZero();
    }

    @Test
    void aProjectsUploadIsItsMembersAndIsChargedToIt() {
        Caller viewer = people.join("viewer");
        String team = people.team(ada);
        people.join(team, eve, ProjectRole.MEMBER);
        people.join(team, viewer, ProjectRole.VIEWER);
        Upload upload = uploads.create(ada, new CreateUpload("disk.qcow2", 6, null, team));
        Upload own = begin(2);

        assertThat(upload.project().id()).isEqualTo(team);
        assertThat(people.used(team)).isEqualTo(Amounts.disk(6));
        assertThat(people.used(ada)).isEqualTo(Amounts.disk(2));

        assertThat(uploads.receive(eve, upload.id(), 0, null, bytes("abc"))
                        .owner()
                        .id())
                .isEqualTo(ada.userId());
        assertThat(uploads.find(viewer, upload.id()).received()).isEqualTo(3);
        refuses(ProblemType.FORBIDDEN, () -> uploads.receive(viewer, upload.id(), 3, null, bytes("def")));
        refuses(ProblemType.FORBIDDEN, () -> uploads.complete(viewer, upload.id()));
        refuses(ProblemType.FORBIDDEN, () -> uploads.cancel(viewer, upload.id()));
        refuses(ProblemType.FORBIDDEN, () -> uploads.create(viewer, new CreateUpload("disk.qcow2", 6, null, team)));

        assertThat(uploads.list(eve, null, FIRST).items())
                .as("announced by others")
                .isEmpty();
        assertThat(uploads.list(eve, team, FIRST).items())
                .extracting(Upload::id)
                .containsExactly(upload.id());
        assertThat(uploads.list(ada, null, FIRST).items())
                .extracting(Upload::id)
                .containsExactlyInAnyOrder(upload.id(), own.id());
        assertThat(new UploadPossessions(new UploadStore(test.database())).ofProject(team, 5))
                .containsExactly("the upload disk.qcow2");

        uploads.cancel(eve, upload.id());
        assertThat(people.used(team)).isEqualTo(Amounts.NONE);
    }

    @Test
    void aTokenOfOneProjectReachesItsUploadsAndNoOthers() {
        String team = people.team(ada);
        Caller token = new Caller(
                ada.userId(),
                ada.name(),
                ada.role(),
                "token",
                new Scope(EnumSet.of(TokenRight.READ, TokenRight.IMAGES), team));
        Upload elsewhere = begin(3);

        Upload upload = uploads.create(token, new CreateUpload("disk.qcow2", 3, null, null));
        uploads.receive(token, upload.id(), 0, null, bytes("abc"));

        assertThat(uploads.complete(token, upload.id()).file()).hasContent("abc");
        assertThat(uploads.list(token, null, FIRST).items())
                .extracting(Upload::id)
                .containsExactly(upload.id());
        refuses(ProblemType.NOT_FOUND, () -> uploads.find(token, elsewhere.id()));
        refuses(ProblemType.NOT_FOUND, () -> uploads.receive(token, elsewhere.id(), 0, null, bytes("abc")));
        refuses(
                ProblemType.NOT_FOUND,
                () -> uploads.create(token, new CreateUpload("disk.qcow2", 3, null, ada.userId())));
        uploads.cancel(token, upload.id());
        refuses(ProblemType.NOT_FOUND, () -> uploads.find(ada, upload.id()));
    }

    @Test
    void whatIsAbandonedGoesAway() {
        Upload upload = begin(6);
        uploads.receive(ada, upload.id(), 0, null, bytes("abc"));
        clock.advance(Duration.ofHours(23));
        uploads.expire();
        assertThat(file(upload)).exists();

        clock.advance(Duration.ofHours(2));
        uploads.expire();

        assertThat(file(upload)).doesNotExist();
        refuses(ProblemType.NOT_FOUND, () -> uploads.find(ada, upload.id()));
    }

    @Test
    void whatIsBeingImportedStaysUntilThatHasEnded() {
        Upload upload = begin(3);
        uploads.receive(ada, upload.id(), 0, null, bytes("abc"));
        uploads.claim(upload.id(), "image");

        refuses(ProblemType.BUSY, () -> uploads.claim(upload.id(), "another image"));
        refuses(ProblemType.BUSY, () -> uploads.cancel(ada, upload.id()));
        clock.advance(Duration.ofDays(3));
        uploads.expire();
        assertThat(file(upload)).exists();

        uploads.release(upload.id(), "image");
        uploads.expire();
        assertThat(file(upload)).as("its owner may try once more").exists();
        uploads.claim(upload.id(), "second image");
        uploads.consumed(upload.id());
        assertThat(file(upload)).doesNotExist();
    }

    @Test
    void bytesWithoutAnUploadGoAwayAndWhatTheyWereChargedAsWell() throws IOException {
        Upload upload = begin(3);
        Upload killedLater = begin(4);
        uploads.receive(ada, upload.id(), 0, null, bytes("abc"));
        assertThat(people.used(ada)).isEqualTo(Amounts.disk(7));
        new UploadStore(test.database()).delete(upload.id());
        new UploadStore(test.database()).delete(killedLater.id());
        Files.deleteIfExists(file(killedLater));

        uploads.expire();

        assertThat(file(upload)).doesNotExist();
        assertThat(people.used(ada)).isEqualTo(Amounts.NONE);
    }

    @Test
    void whatIsAnnouncedIsChargedUntilItsBytesAreGone() {
        Upload upload = begin(6);
        assertThat(people.used(ada)).isEqualTo(Amounts.disk(6));
        uploads.receive(ada, upload.id(), 0, null, bytes("abcdef"));
        uploads.claim(upload.id(), "image");
        uploads.release(upload.id(), "image");
        assertThat(people.used(ada)).isEqualTo(Amounts.disk(6));
        uploads.claim(upload.id(), "image");
        uploads.consumed(upload.id());
        assertThat(people.used(ada)).isEqualTo(Amounts.NONE);
    }

    @Test
    void nobodyAnnouncesMoreThanThereIsRoomFor() {
        refuses(ProblemType.TOO_LARGE, () -> begin(257L << 30));
        refuses(ProblemType.INVALID_REQUEST, () -> begin(0));
        refuses(ProblemType.INVALID_REQUEST, () -> begin(-1));
        for (int count = 0; count < 10; count++) {
            uploads.create(eve, new CreateUpload("x", 1, null, null));
        }
        refuses(ProblemType.TOO_MANY_REQUESTS, () -> uploads.create(eve, new CreateUpload("x", 1, null, null)));
    }

    /** In several projects, so that it is not their quotas that let one pass after the other. */
    @Test
    void ofFiftyAnnouncedAtOnceExactlyTenPass() throws Exception {
        List<String> projects = new ArrayList<>();
        for (int count = 0; count < 5; count++) {
            projects.add(people.team(ada));
        }
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int count = 0; count < 50; count++) {
            CreateUpload wanted = new CreateUpload("disk.qcow2", 1, null, projects.get(count % 5));
            attempts.add(() -> {
                try {
                    uploads.create(ada, wanted);
                    return true;
                } catch (ProblemException refused) {
                    assertThat(refused.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
                    return false;
                }
            });
        }
        int passed = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
                passed += attempt.get() ? 1 : 0;
            }
        }
        assertThat(passed).isEqualTo(10);
        assertThat(uploads.list(ada, null, FIRST).total()).isEqualTo(10);
    }

    @Test
    void aThousandRoundsLeaveNothing() throws IOException {
        for (int round = 0; round < 1_000; round++) {
            Upload upload = begin(3);
            uploads.receive(ada, upload.id(), 0, null, bytes("abc"));
            uploads.cancel(ada, upload.id());
        }

        assertThat(uploads.list(ada, null, FIRST).total()).isZero();
        assertThat(people.used(ada)).isEqualTo(Amounts.NONE);
        try (Stream<Path> left = Files.list(folder.resolve("uploads"))) {
            assertThat(left).isEmpty();
        }
    }
}
