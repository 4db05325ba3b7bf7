package io.pando.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.PandoApplication;
import io.pando.access.AccessPolicy.Line;
import io.pando.access.AccessPolicy.Names;
import io.pando.access.AccessPolicy.Who;
import io.pando.access.MatrixWorld.Actor;
import io.pando.api.Host;
import io.pando.api.HostFeature;
import io.pando.api.Limits;
import io.pando.api.TokenRight;
import io.pando.database.Database;
import io.pando.host.HostException;
import io.pando.host.Hosts;
import io.pando.host.Hypervisor;
import io.pando.job.JobProbe;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every route of the API, with every id that it takes, for everybody: what {@link AccessPolicy} says is what the whole server answers,
 * and nothing that it refuses changes anything.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow")
class AccessMatrixTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path DESCRIPTION = Path.of("../docs/api/openapi.json");
    /** What a server writes by itself, or writes of those who ask; not what they ask for. */
    private static final Set<String> OWN_BUSINESS =
            Set.of("flyway_schema_history", "scheduled_tasks", "host", "sqlite_sequence");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path data;

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext server;

    @SuppressWarnings("NullAway.Init")
    private static Database database;

    @SuppressWarnings("NullAway.Init")
    private static String hostId;

    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * A host with room for everybody, and jobs that are held before their first step: what is asked for is enough here. Not annotated: no
     * other server is to find it.
     */
    static class HeldJobs {
        @Bean
        @Primary
        Hosts roomy() {
            return new RoomyHost();
        }

        static final CountDownLatch HELD = new CountDownLatch(1);

        @Bean
        JobProbe holding() {
            return (jobId, kind, step, boundary) -> {
                try {
                    HELD.await();
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                }
            };
        }
    }

    /** Answers, and has whatever is asked for. */
    private static final class RoomyHost implements Hosts {
        private static final long MUCH = 1L << 50;

        @Override
        public Hypervisor hypervisor(String hostId) {
            throw new HostException(HostException.Reason.UNREACHABLE, "Nothing is carried out here.", null);
        }

        @Override
        public Host home() {
            return new Host(
                    MatrixWorld.ELSEWHERE,
                    "elsewhere",
                    "test:///elsewhere",
                    Host.State.ONLINE,
                    Instant.EPOCH,
                    null,
                    "x86_64",
                    "none",
                    "none",
                    new Host.Processors("any", 1_000, 0, null),
                    new Host.Memory(MUCH, MUCH, 0),
                    new Host.Acceleration(Host.Acceleration.Kind.HARDWARE, "", null),
                    List.of(new Host.Pool("pool", "dir", null, MUCH, 0, MUCH)),
                    List.of(),
                    0,
                    0,
                    null,
                    List.of(),
                    false,
                    true,
                    List.of(HostFeature.values()),
                    0);
        }

        @Override
        public List<Host> all() {
            return List.of(home());
        }

        @Override
        public Optional<Host> find(String hostId) {
            return Optional.of(home());
        }

        @Override
        public Optional<Standing> standing(String hostId) {
            return Optional.of(new Standing(home().name(), home().state()));
        }
    }

    @BeforeAll
    static void start() throws IOException {
        Path importFrom = Files.createDirectory(data.resolve("import"));
        Files.write(importFrom.resolve("blank.iso"), blankDisc());
        server = new SpringApplicationBuilder(PandoApplication.class, HeldJobs.class)
                .run(
                        "--server.port=0",
                        "--pando.data=" + data,
                        "--pando.host.uri=test:///default",
                        "--pando.images.import-from=" + importFrom,
                        // Everybody asks much more than anybody does.
                        "--pando.access.requests-per-minute=1000000",
                        "--pando.access.administrator-password=correct horse battery");
        database = server.getBean(Database.class);
        hostId = database.reader()
                .sql("SELECT id FROM host LIMIT 1")
                .query(String.class)
                .single();
        database.writer().sql("""
                        INSERT INTO host (id, name, uri, acceleration, acceleration_explanation, created_at)
                        VALUES (?, 'elsewhere', 'test:///elsewhere', 'EMULATION', '', 0)""").param(MatrixWorld.ELSEWHERE).update();
        MatrixWorld.image(database, "everybodys", null, "nobody");
        database.writer()
                .sql("UPDATE image SET owner_id = (SELECT id FROM account LIMIT 1)")
                .update();
    }

    /** As little as makes an ISO 9660 image: a primary volume descriptor with its size and block size, in either order of bytes. */
    private static byte[] blankDisc() {
        ByteBuffer disc = ByteBuffer.allocate(20 * 2048);
        int descriptor = 16 * 2048;
        disc.put(descriptor, new byte[] {1, 'C', 'D', '0', '0', '1', 1});
        disc.putInt(descriptor + 80, Integer.reverseBytes(20)).putInt(descriptor + 84, 20);
        disc.putShort(descriptor + 128, Short.reverseBytes((short) 2048)).putShort(descriptor + 130, (short) 2048);
        return disc.array();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    // --- the cells

    /**
     * One question.
     *
     * @param target what the id names, as {@link #targets} lists it
     */
    private record Cell(Line line, String actor, String target) {
        @Override
        public String toString() {
            return "%s asks %s %s (%s)".formatted(actor, line.method(), line.path(), target);
        }
    }

    private static List<Cell> cells(MatrixWorld world) {
        List<Cell> cells = new ArrayList<>();
        for (Line line : AccessPolicy.LINES) {
            for (Actor actor : world.actors()) {
                for (String target : targets(line)) {
                    cells.add(new Cell(line, actor.name(), target));
                }
            }
        }
        return cells;
    }

    private static List<String> targets(Line line) {
        boolean looks = line.method().equals("GET");
        return switch (line.names()) {
            case NOTHING -> List.of("-");
            // A personal project may be used as any other one; what only teams do has tests of its own.
            case PROJECT ->
                looks || line.path().startsWith("/api/v1/machines")
                        ? List.of("A", "B", "S", "absent")
                        : List.of("A", "B", "absent");
            case MACHINE -> List.of("A", "B", "absent");
            case IMAGE -> List.of("A", "B", "everybodys", "absent");
            case JOB -> List.of("A", "B", "alone", "absent");
            case MEMBER -> List.of("A", "A/absent", "B", "B/absent", "absent");
            case PROJECT_INVITATION, SNAPSHOT -> List.of("A", "A/absent", "B", "B/of A", "absent");
            case UPLOAD -> List.of("A", "B", "owner's", "absent");
            case OWN_INVITATION -> List.of("stranger's", "absent");
            case USER ->
                line.method().equals("DELETE") ? List.of("other", "absent") : List.of("self", "other", "absent");
            case TOKEN, SESSION -> List.of("own", "other", "absent");
            case COMPUTER -> List.of("there", "absent");
            case ENTRY -> List.of("owner's", "member's in A", "other's in B", "absent");
            case HOST -> List.of("local", "absent");
            // Guesses of links are limited by address; that they are refused has tests of its own.
            case LINK -> List.of("there");
        };
    }

    // --- what is expected

    private static int expected(Line line, Actor actor, String target) {
        if (line.who() == Who.ANYONE) {
            return anyone(line, actor, target);
        }
        if (actor.anonymous()) {
            return 401;
        }
        // A job says only when it has been found what it works on, and so which right it takes.
        boolean later = line.names() == Names.JOB && line.changes();
        List<TokenRight> first =
                later ? List.of(TokenRight.MACHINES, TokenRight.IMAGES, TokenRight.ADMINISTRATION) : line.rights();
        if (first.stream().noneMatch(actor.rights()::contains)) {
            return 403;
        }
        if (line.who() == Who.ADMINISTRATOR && !actor.administrator()) {
            return 403;
        }
        int found = ofTarget(line, actor, target);
        if (later && found != 404 && !actor.rights().contains(TokenRight.MACHINES)) {
            return 403;
        }
        return found;
    }

    private static int anyone(Line line, Actor actor, String target) {
        if (line.names() != Names.LINK) {
            return line.allowed();
        }
        if (target.equals("absent")) {
            return 404;
        }
        if (!line.path().endsWith("/redeem")) {
            return line.allowed();
        }
        boolean whole = actor.bound() == null && actor.rights().size() == TokenRight.values().length;
        return actor.anonymous() ? 401 : whole ? line.allowed() : 403;
    }

    private static int ofTarget(Line line, Actor actor, String target) {
        return switch (line.names()) {
            case NOTHING -> line.allowed();
            case PROJECT, MACHINE -> inProject(line, actor, target);
            case IMAGE ->
                target.equals("everybodys")
                        ? (line.need() == Need.SEE || actor.administrator() ? line.allowed() : 403)
                        : inProject(line, actor, target);
            case JOB ->
                target.equals("alone")
                        ? (actor.administrator() || (isOwner(actor) && actor.bound() == null) ? line.allowed() : 404)
                        : inProject(line, actor, target);
            case UPLOAD ->
                target.equals("owner's")
                        ? (actor.administrator() || (isOwner(actor) && actor.bound() == null) ? line.allowed() : 404)
                        : inProject(line, actor, target);
            case MEMBER, PROJECT_INVITATION, SNAPSHOT -> {
                int project = inProject(line, actor, target.substring(0, 1));
                yield project == line.allowed() && target.length() > 1 ? 404 : project;
            }
            case OWN_INVITATION ->
                target.equals("stranger's") && actor.name().equals("stranger") ? line.allowed() : 404;
            case USER ->
                switch (target) {
                    case "self" -> actor.bound() == null ? line.allowed() : 404;
                    case "other" -> actor.administrator() ? line.allowed() : 404;
                    default -> 404;
                };
            case TOKEN, SESSION -> target.equals("own") ? line.allowed() : 404;
            case COMPUTER -> target.equals("there") ? line.allowed() : 404;
            case ENTRY -> entry(actor, target) ? line.allowed() : 404;
            case HOST -> target.equals("local") ? line.allowed() : 404;
            case LINK -> throw new IllegalStateException("Anyone may use a link");
        };
    }

    private static boolean entry(Actor actor, String target) {
        return switch (target) {
            case "owner's" -> actor.administrator() || (isOwner(actor) && actor.bound() == null);
            case "member's in A" ->
                actor.may("A", Need.MANAGE) || (actor.name().startsWith("member") && actor.sees("A"));
            case "other's in B" -> actor.may("B", Need.MANAGE);
            default -> false;
        };
    }

    private static boolean isOwner(Actor actor) {
        return actor.name().equals("owner") || actor.name().startsWith("owner's");
    }

    private static int inProject(Line line, Actor actor, String project) {
        if (!List.of("A", "B", "S").contains(project) || !actor.sees(project)) {
            return 404;
        }
        return actor.may(project, line.need()) ? line.allowed() : 403;
    }

    // --- asking

    /**
     * What came back.
     *
     * @param request the number that the server gave the request
     */
    private record Answer(int status, String body, String request) {}

    private Answer ask(Cell cell, MatrixWorld world) throws IOException, InterruptedException {
        Line line = cell.line();
        Actor actor = world.actor(cell.actor());
        String id = id(cell, world, actor);
        String path = line.path()
                .replace("{user}", second(cell, world))
                .replace("{id}", id)
                .replace("{code}", id)
                .replace("{seq}", id)
                .replace("{provider}", "none")
                .replace("{snapshot}", second(cell, world))
                .replace("{disk}", "vdb")
                .replace("{nic}", "net1")
                .replace("{invitation}", line.path().contains("{id}") ? second(cell, world) : id)
                .replace("%s", id);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                "http://127.0.0.1:%s%s".formatted(server.getEnvironment().getProperty("local.server.port"), path)));
        String body = line.body();
        request.method(
                line.method(),
                body == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(body.replace("%s", id)
                                .replace(
                                        "UNIQUE",
                                        "x" + UUID.randomUUID().toString().substring(0, 12))));
        if (body != null) {
            boolean part = line.route().equals("PATCH /api/v1/uploads/{id}");
            request.header("Content-Type", part ? "application/octet-stream" : "application/json");
            request.header("Upload-Offset", "0");
        }
        if (actor.token()) {
            request.header("Authorization", "Bearer " + actor.secret());
        } else {
            String session = actor.anonymous() ? "" : "; pando_session=" + actor.secret();
            request.header("Cookie", "XSRF-TOKEN=confirmed" + session).header("X-XSRF-TOKEN", "confirmed");
        }
        HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            boolean endless = line.path().endsWith("/events") && response.statusCode() == 200;
            return new Answer(
                    response.statusCode(),
                    endless ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8),
                    response.headers().firstValue("X-Request-Id").orElse(""));
        }
    }

    private static String id(Cell cell, MatrixWorld world, Actor actor) {
        String target = cell.target();
        boolean retries = cell.line().path().endsWith("/retry");
        return switch (cell.line().names()) {
            case NOTHING -> "";
            case PROJECT -> world.project(target);
            case MEMBER, PROJECT_INVITATION -> world.project(target.substring(0, 1));
            case MACHINE -> world.id("machine " + target);
            case SNAPSHOT -> world.id("kept machine " + target.substring(0, 1));
            case UPLOAD -> world.id("upload " + target);
            case IMAGE -> world.id("image " + target);
            case JOB -> world.id((retries ? "failed " : "queued ") + target);
            case OWN_INVITATION -> world.id(target.equals("absent") ? target : "invitation stranger");
            case USER ->
                switch (target) {
                    case "self" -> actor.user() == null ? MatrixWorld.ABSENT : actor.user();
                    case "other" -> world.user("extra");
                    default -> MatrixWorld.ABSENT;
                };
            case TOKEN ->
                switch (target) {
                    case "own" ->
                        actor.user() == null
                                        || expected(cell.line(), actor, target)
                                                != cell.line().allowed()
                                ? world.id("token other")
                                : world.newTokenOf(actor.user());
                    case "other" -> world.id("token other");
                    default -> MatrixWorld.ABSENT;
                };
            case SESSION ->
                switch (target) {
                    case "own" ->
                        actor.user() == null
                                        || expected(cell.line(), actor, target)
                                                != cell.line().allowed()
                                ? world.id("session other")
                                : world.newSessionOf(actor.user());
                    case "other" -> world.id("session other");
                    default -> MatrixWorld.ABSENT;
                };
            case COMPUTER -> target.equals("there") ? world.id("computer") : "BBBB-BBBB";
            case ENTRY -> target.equals("absent") ? "999999999999" : world.id("entry " + target);
            case HOST -> target.equals("local") ? hostId : MatrixWorld.ABSENT;
            case LINK -> target.equals("there") ? world.id("link") : Secret.forSession();
        };
    }

    /** What an address names within the project that it names first. */
    private static String second(Cell cell, MatrixWorld world) {
        String target = cell.target();
        return switch (cell.line().names()) {
            case MEMBER -> target.endsWith("absent") ? MatrixWorld.ABSENT : world.user("bystander");
            case PROJECT_INVITATION ->
                target.endsWith("of A") ? world.id("invitation A") : world.id("invitation " + target);
            case SNAPSHOT -> target.endsWith("of A") ? world.id("snapshot A") : world.id("snapshot " + target);
            default -> "";
        };
    }

    // --- the tests

    @Test
    void everyRouteHasALineAndEveryLineARoute() throws IOException {
        Set<String> routes = new TreeSet<>();
        JsonNode paths = JSON.readTree(Files.readString(DESCRIPTION)).at("/paths");
        for (String path : paths.propertyNames()) {
            for (String method : paths.get(path).propertyNames()) {
                routes.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path);
            }
        }
        Set<String> lines = AccessPolicy.LINES.stream().map(Line::route).collect(Collectors.toSet());
        assertThat(new TreeSet<>(lines))
                .as("lines of AccessPolicy, against routes of docs/api/openapi.json")
                .isEqualTo(routes);
    }

    /** First, while there is little in the database: all of it is compared each time. */
    @Test
    @Order(1)
    void whatIsRefusedIsRefusedAlikeAndChangesNothing() throws IOException, InterruptedException {
        MatrixWorld world = new MatrixWorld(database, data);
        Map<String, Set<String>> absences = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        String before = fingerprint();
        for (Cell cell : cells(world)) {
            Actor actor = world.actor(cell.actor());
            int expected = expected(cell.line(), actor, cell.target());
            if (expected == cell.line().allowed()) {
                continue;
            }
            Answer answer = ask(cell, world);
            asked++;
            if (answer.status() != expected) {
                wrong.add("%s: expected %d, was %d %s".formatted(cell, expected, answer.status(), answer.body()));
            }
            if (cell.line().changes()) {
                String after = fingerprint();
                if (!after.equals(before)) {
                    wrong.add(cell + ": was refused and changed something");
                    before = after;
                }
            }
            if (expected == 404 && cell.line().names() != Names.MEMBER && answer.status() == 404) {
                JsonNode problem = JSON.readTree(answer.body());
                absences.computeIfAbsent(
                                cell.line().method() + " " + cell.line().path(), key -> new HashSet<>())
                        .add(withoutIds(problem.at("/detail").asString())
                                + problem.at("/help").asString());
            }
        }
        assertThat(wrong).as("%d cells".formatted(asked)).isEmpty();
        absences.forEach((line, answers) -> assertThat(answers)
                .as("%s: what is somebody else's is answered like what is not there", line)
                .hasSizeLessThanOrEqualTo(
                        (line.contains("{invitation}") || line.contains("{snapshot}")) && line.contains("{id}")
                                ? 2
                                : 1));
        assertThat(asked).isGreaterThan(1_200);
    }

    private static String withoutIds(String detail) {
        return detail.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}|\\b[0-9]+\\b|[A-Za-z0-9_-]{43}", "ID");
    }

    @Test
    void whoMayDoes() throws IOException, InterruptedException {
        MatrixWorld shared = new MatrixWorld(database, data);
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        for (Cell cell : cells(shared)) {
            Actor actor = shared.actor(cell.actor());
            int expected = expected(cell.line(), actor, cell.target());
            if (expected != cell.line().allowed()) {
                continue;
            }
            // What changes something gets a world of its own: it must not stand in the way of the next.
            MatrixWorld world = cell.line().changes() ? new MatrixWorld(database, data) : shared;
            if (cell.line().route().equals("DELETE /api/v1/projects/{id}")) {
                world.empty(cell.target());
            }
            if (cell.line().names() == Names.HOST) {
                // The one host is every world's; a job that somebody else asked for must not stand in the way.
                database.writer()
                        .sql("UPDATE job SET state = 'CANCELLED' WHERE subject_type = 'host'")
                        .update();
            }
            Answer answer = ask(cell, world);
            asked++;
            if (answer.status() != expected) {
                wrong.add("%s: expected %d, was %d %s".formatted(cell, expected, answer.status(), answer.body()));
            } else if (answer.status() < 300) {
                record(cell, world, answer).ifPresent(missing -> wrong.add(cell + ": " + missing));
            }
        }
        assertThat(wrong).as("%d cells".formatted(asked)).isEmpty();
    }

    /** What the audit record lacks of something that was done: it names what was done to what, in which project. */
    private static Optional<String> record(Cell cell, MatrixWorld world, Answer answer) {
        List<AuditRecord> entries = database.reader()
                .sql("SELECT action, object_type, object_id, project_id FROM audit_record"
                        + " WHERE request_id = ? AND outcome = 'ACCEPTED' ORDER BY seq")
                .param(answer.request())
                .query((row, number) -> new AuditRecord(
                        row.getString("action"),
                        row.getString("object_type"),
                        row.getString("object_id"),
                        row.getString("project_id")))
                .list();
        boolean looks = !cell.line().changes() || cell.line().path().endsWith("/look");
        if (looks || entries.isEmpty()) {
            return looks == entries.isEmpty() ? Optional.empty() : Optional.of("recorded " + entries);
        }
        AuditRecord entry = entries.getFirst();
        if (entry.objectType() == null || entry.objectId() == null) {
            return Optional.of("names no object: " + entry);
        }
        String letter = cell.target().substring(0, 1);
        String project =
                switch (cell.line().names()) {
                    case PROJECT, MACHINE, MEMBER, PROJECT_INVITATION, SNAPSHOT -> world.project(letter);
                    case IMAGE -> cell.target().equals("everybodys") ? null : world.project(letter);
                    case LINK -> world.project("A");
                    // One without a project works on something in one.
                    case JOB -> cell.target().equals("alone") ? entry.projectId() : world.project(letter);
                    default -> entry.projectId();
                };
        return Objects.equals(entry.projectId(), project)
                ? Optional.empty()
                : Optional.of("is of project %s: %s".formatted(project, entry));
    }

    /** What of an entry is looked at here. */
    private record AuditRecord(
            String action,
            @Nullable String objectType,
            @Nullable String objectId,
            @Nullable String projectId) {}

    @Test
    void theMatrixIsLarge() {
        Collection<Cell> cells = cells(new MatrixWorld(database, data));
        System.out.printf("access matrix: %d lines, %d cells%n", AccessPolicy.LINES.size(), cells.size());
        assertThat(cells).hasSizeGreaterThanOrEqualTo(2_000);
    }

    /** Not of the matrix, but of the same whole server: requests race through the security chain, the plan and the transaction. */
    @Test
    void ofFiftyMachinesAskedForAtOnceAtAQuotaOfTenExactlyTenAreMade() throws Exception {
        MatrixWorld world = new MatrixWorld(database, data);
        Quotas quotas = server.getBean(Quotas.class);
        quotas.set(world.project("A"), new Limits(10, null, null, null, null));
        Line create = AccessPolicy.LINES.stream()
                .filter(line -> line.route().equals("POST /api/v1/machines") && line.changes())
                .findFirst()
                .orElseThrow();
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String actor = i % 2 == 0 ? "owner" : "member's token ALL";
            requests.add(() -> ask(new Cell(create, actor, "A"), world));
        }
        Map<Integer, Long> byStatus;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            byStatus = threads.invokeAll(requests).stream()
                    .map(Future::resultNow)
                    .collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
        }
        assertThat(byStatus).isEqualTo(Map.of(202, 10L, 409, 40L));
        assertThat(quotas.of(world.project("A")).used().machines()).isEqualTo(10);
    }

    /** All that is kept, but when credentials were used last. */
    private static String fingerprint() {
        StringBuilder all = new StringBuilder();
        List<String> tables = database.writer()
                .sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
                .query(String.class)
                .list();
        for (String table : tables) {
            if (OWN_BUSINESS.contains(table) || table.startsWith("audit")) {
                continue;
            }
            all.append(table).append('\n');
            database.writer().sql("SELECT * FROM " + table).query(row -> {
                for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                    String name = row.getMetaData().getColumnName(column);
                    if (!Set.of("last_used_at", "expires_at").contains(name) || !table.equals("credential")) {
                        all.append(row.getString(column)).append('|');
                    }
                }
                all.append('\n');
            });
        }
        return Integer.toHexString(all.toString().hashCode()) + "/" + all.length();
    }
}
