package io.pando.access;

import io.pando.access.CredentialStore.Credential;
import io.pando.access.CredentialStore.Kind;
import io.pando.api.Certificate;
import io.pando.api.HandOver;
import io.pando.api.Identity;
import io.pando.api.Project;
import io.pando.api.ProjectRole;
import io.pando.api.Role;
import io.pando.api.TokenRight;
import io.pando.api.User;
import io.pando.database.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** People, projects and things of every kind in them, in the database of a server: what the cells of {@link AccessMatrixTest} are tried on. */
final class MatrixWorld {
    /** A host that the server has no link to, so that it looks at none of the machines there by itself. */
    static final String ELSEWHERE = "elsewhere";

    private static final AtomicLong ENTRIES = new AtomicLong(1_000_000_000L);

    static final String ABSENT = "00000000-0000-0000-0000-000000000000";
    private final Instant now = Instant.now();
    private final Database database;
    private final Path data;
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, User> people = new HashMap<>();
    private final Map<String, String> projects = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final List<Actor> actors = new ArrayList<>();

    /**
     * Somebody who asks.
     *
     * @param user id of the account; null for nobody
     * @param secret of the credential; empty for none
     * @param token whether that is a token
     * @param rights of that token; all for a session
     * @param bound the only project that it reaches, by its letter; null for all
     * @param roles in the projects, by their letters
     */
    record Actor(
            String name,
            @Nullable String user,
            String secret,
            boolean token,
            Role role,
            Set<TokenRight> rights,
            @Nullable String bound,
            Map<String, ProjectRole> roles) {

        boolean anonymous() {
            return user == null;
        }

        boolean administrator() {
            return role == Role.ADMINISTRATOR && bound == null && rights.contains(TokenRight.ADMINISTRATION);
        }

        boolean may(String project, Need need) {
            ProjectRole role = is(project);
            return administrator() || (role != null && need.isMetBy(role));
        }

        boolean sees(String project) {
            return may(project, Need.SEE);
        }

        private @Nullable ProjectRole is(String project) {
            return bound == null || bound.equals(project) ? roles.get(project) : null;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    MatrixWorld(Database database, Path data) {
        this.database = database;
        this.data = data;
        database.inTransaction(this::furnish);
    }

    private void furnish() {
        for (String name : List.of("viewer", "member", "owner", "stranger", "other", "both", "bystander", "extra")) {
            person(name, Role.MEMBER);
        }
        person("administrator", Role.ADMINISTRATOR);
        project("A", "owner");
        project("B", "other");
        join("A", "viewer", ProjectRole.VIEWER);
        join("A", "member", ProjectRole.MEMBER);
        join("A", "both", ProjectRole.OWNER);
        join("B", "both", ProjectRole.OWNER);
        join("A", "bystander", ProjectRole.MEMBER);
        join("B", "bystander", ProjectRole.MEMBER);
        projects.put("S", user("stranger"));

        actors.add(new Actor("anonymous", null, "", false, Role.MEMBER, Set.of(), null, Map.of()));
        session("viewer", Map.of("A", ProjectRole.VIEWER));
        session("member", Map.of("A", ProjectRole.MEMBER));
        session("owner", Map.of("A", ProjectRole.OWNER));
        session("stranger", Map.of("S", ProjectRole.OWNER));
        session("other", Map.of("B", ProjectRole.OWNER));
        session("administrator", Map.of());
        Map<String, ProjectRole> owner = Map.of("A", ProjectRole.OWNER);
        for (TokenRight right : TokenRight.values()) {
            token("owner", EnumSet.of(TokenRight.READ, right), null, owner);
        }
        token("owner", EnumSet.allOf(TokenRight.class), null, owner);
        token("member", EnumSet.allOf(TokenRight.class), null, Map.of("A", ProjectRole.MEMBER));
        token("viewer", EnumSet.allOf(TokenRight.class), null, Map.of("A", ProjectRole.VIEWER));
        token("administrator", EnumSet.of(TokenRight.READ), null, Map.of());
        token("administrator", EnumSet.of(TokenRight.READ, TokenRight.ADMINISTRATION), null, Map.of());
        token("administrator", EnumSet.allOf(TokenRight.class), null, Map.of());
        Set<TokenRight> inProject = EnumSet.complementOf(EnumSet.of(TokenRight.ACCOUNT, TokenRight.ADMINISTRATION));
        Map<String, ProjectRole> both = Map.of("A", ProjectRole.OWNER, "B", ProjectRole.OWNER);
        token("both", inProject, "A", both);
        token("both", inProject, "B", both);

        for (String project : List.of("A", "B")) {
            String machine = machine(project);
            ids.put("machine " + project, machine);
            ids.put(
                    "image " + project,
                    image("image-" + project.toLowerCase(java.util.Locale.ROOT) + suffix, projects.get(project)));
            String kept = machine(project);
            ids.put("kept machine " + project, kept);
            ids.put("snapshot " + project, snapshot(kept));
            ids.put("queued " + project, job(projects.get(project), "owner", machine(project), "QUEUED"));
            ids.put("failed " + project, job(projects.get(project), "owner", machine(project), "FAILED"));
            ids.put("invitation " + project, invitation(project, null, null));
            ids.put("upload " + project, upload(project.equals("A") ? "owner" : "other", project(project)));
        }
        ids.put("upload owner's", upload("owner", user("owner")));
        ids.put("image everybodys", image("everybodys" + suffix, null));
        ids.put("queued alone", job(null, "owner", machine("A"), "QUEUED"));
        ids.put("failed alone", job(null, "owner", machine("A"), "FAILED"));
        ids.put("invitation stranger", invitation("A", "stranger", null));
        ids.put("link", Secret.forSession());
        invitation("A", null, ids.get("link"));
        ids.put("token other", credential("extra", Kind.TOKEN, Secret.forToken(), Scope.WHOLE));
        ids.put("session other", credential("extra", Kind.SESSION, Secret.forSession(), Scope.WHOLE));
        ids.put("computer", computer());
        ids.put("entry owner's", entry("owner", null));
        ids.put("entry member's in A", entry("member", "A"));
        ids.put("entry other's in B", entry("other", "B"));
    }

    List<Actor> actors() {
        return List.copyOf(actors);
    }

    Actor actor(String name) {
        return actors.stream()
                .filter(actor -> actor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    String project(String letter) {
        return projects.getOrDefault(letter, ABSENT);
    }

    /** The id of a thing; of one that is not there for any other name. */
    String id(String thing) {
        return ids.getOrDefault(thing, thing.startsWith("queued") || thing.startsWith("failed") ? "999999" : ABSENT);
    }

    private User known(String name) {
        return Objects.requireNonNull(people.get(name), name);
    }

    String user(String name) {
        return known(name).id();
    }

    /** A token of somebody's own, besides the one that is asked with. */
    String newTokenOf(String userId) {
        User owner = people.values().stream()
                .filter(user -> user.id().equals(userId))
                .findFirst()
                .orElseThrow();
        return credential(owner, Kind.TOKEN, Secret.forToken(), Scope.WHOLE);
    }

    /** A session of somebody's own, besides the one that is asked with. */
    String newSessionOf(String userId) {
        User owner = people.values().stream()
                .filter(user -> user.id().equals(userId))
                .findFirst()
                .orElseThrow();
        return credential(owner, Kind.SESSION, Secret.forSession(), Scope.WHOLE);
    }

    /** Takes everything out of a project, so that it can be deleted. */
    void empty(String letter) {
        database.inTransaction(() -> {
            for (String table : List.of("machine", "image", "upload", "job")) {
                database.writer()
                        .sql("DELETE FROM %s WHERE project_id = ?".formatted(table))
                        .param(project(letter))
                        .update();
            }
        });
    }

    // --- making

    private void person(String name, Role role) {
        User user = new User(UUID.randomUUID().toString(), name + suffix, name, role, now);
        new UserStore(database).insert(user, "no password");
        people.put(name, user);
    }

    private void project(String letter, String owner) {
        String id = UUID.randomUUID().toString();
        new ProjectStore(database)
                .insert(
                        ProjectStore.project(
                                id,
                                "team-" + letter.toLowerCase(java.util.Locale.ROOT) + suffix,
                                "",
                                Project.Kind.TEAM,
                                now),
                        user(owner));
        projects.put(letter, id);
    }

    private void join(String project, String person, ProjectRole role) {
        new MemberStore(database).set(project(project), user(person), role, now);
    }

    private void session(String person, Map<String, ProjectRole> roles) {
        String secret = Secret.forSession();
        credential(person, Kind.SESSION, secret, Scope.WHOLE);
        User user = known(person);
        actors.add(
                new Actor(person, user.id(), secret, false, user.role(), EnumSet.allOf(TokenRight.class), null, roles));
    }

    private void token(String person, Set<TokenRight> rights, @Nullable String bound, Map<String, ProjectRole> roles) {
        String secret = Secret.forToken();
        credential(person, Kind.TOKEN, secret, new Scope(rights, bound == null ? null : project(bound)));
        User user = known(person);
        String name = "%s's token %s%s"
                .formatted(
                        person,
                        rights.size() == TokenRight.values().length ? "ALL" : rights,
                        bound == null ? "" : " of " + bound);
        actors.add(new Actor(name, user.id(), secret, true, user.role(), Set.copyOf(rights), bound, roles));
    }

    private String credential(String person, Kind kind, String secret, Scope scope) {
        return credential(known(person), kind, secret, scope);
    }

    private String credential(User owner, Kind kind, String secret, Scope scope) {
        Credential credential = new Credential(
                UUID.randomUUID().toString(),
                kind,
                kind == Kind.SESSION ? "" : "token",
                owner,
                now,
                // Used just now, so that asking with it notes nothing.
                Instant.now().plusSeconds(600),
                now.plus(Duration.ofDays(1)),
                scope,
                null);
        new CredentialStore(database).insert(credential, Secret.hash(secret));
        return credential.id();
    }

    private String invitation(String project, @Nullable String person, @Nullable String secret) {
        String id = UUID.randomUUID().toString();
        new InvitationStore(database)
                .insert(
                        new InvitationStore.Row(
                                id,
                                project(project),
                                ProjectRole.VIEWER,
                                person == null ? null : user(person),
                                user(project.equals("A") ? "owner" : "other"),
                                now,
                                now.plus(Duration.ofDays(1))),
                        secret == null ? null : Secret.hash(secret));
        return id;
    }

    /** Stopped. */
    private String machine(String project) {
        String id = UUID.randomUUID().toString();
        database.writer()
                .sql("""
                        INSERT INTO machine (id, name, owner_id, project_id, host_id, image_id, copy, vcpus, memory_mib, state,
                                             domain_name, domain_uuid, disk, mac, generation_id, serial, hostname, guest_access,
                                             addresses, created_at)
                        VALUES (?, ?, ?, ?, ?, 'elsewhere', 'LINKED', 1, 64, 'STOPPED', ?, ?, ?, ?, ?, ?, 'h', 'AGENT', '[]', 0)""")
                .params(
                        id,
                        "m" + id.substring(0, 8),
                        user(project.equals("A") ? "owner" : "other"),
                        project(project),
                        ELSEWHERE,
                        "d" + id,
                        UUID.randomUUID().toString(),
                        "disk" + id,
                        "mac" + id,
                        UUID.randomUUID().toString(),
                        "serial" + id)
                .update();
        equip(id);
        Certificate certificate =
                new Certificate(id, "m", Certificate.Verdict.DISTINCT, "It is its own.", "x", 0, List.of(), now);
        database.writer()
                .sql("INSERT INTO machine_certificate (machine_id, identity, certificate) VALUES (?, ?, ?)")
                .params(
                        id,
                        JsonMapper.shared().writeValueAsString(new Identity(Map.of())),
                        JsonMapper.shared().writeValueAsString(certificate))
                .update();
        try {
            Files.createDirectories(data.resolve("screens"));
            Files.write(data.resolve("screens").resolve(id + ".png"), new byte[] {1});
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return id;
    }

    /** Two disks, two cards, and a disc in the drive. */
    private void equip(String machine) {
        database.writer().sql("""
                        INSERT INTO machine_hardware (machine_id, firmware, tpm, boot, cd_drive, cd_volume, cd_medium)
                        VALUES (?, 'BIOS', 0, '["vda"]', 1, ?, 'some.iso')""").params(machine, "disc" + machine).update();
        for (int part = 0; part < 2; part++) {
            database.writer()
                    .sql("""
                            INSERT INTO machine_disk (machine_id, name, position, volume, size, growing)
                            VALUES (?, ?, ?, ?, 1048576, 0)""")
                    .params(machine, part == 0 ? "vda" : "vdb", part, "disk%d%s".formatted(part, machine))
                    .update();
            database.writer()
                    .sql("INSERT INTO machine_nic (machine_id, name, position, mac, connected) VALUES (?, ?, ?, ?, 1)")
                    .params(machine, "net" + part, part, "card%d%s".formatted(part, machine))
                    .update();
        }
    }

    private String snapshot(String machine) {
        String id = UUID.randomUUID().toString();
        database.writer().sql("""
                        INSERT INTO machine_snapshot (id, machine_id, name, description, state, consistency, hardware, created_at)
                        VALUES (?, ?, 'kept', '', 'READY', 'OFF', ?, 0)""").params(id, machine, """
                        {"vcpus": 1, "memoryMiB": 64, "firmware": "BIOS", "tpm": false, "nics": [], "cd": {"size": 0}, "boot": ["vda"],
                         "disks": [{"name": "vda", "volume": "kept-a", "size": 1048576, "growing": false},
                                   {"name": "vdb", "volume": "kept-b", "size": 1048576, "growing": false}]}""").update();
        return id;
    }

    /** Announced, and nothing of it sent. */
    private String computer() {
        HandOver asked = new HandOver(Secret.forComparison(), "laptop", "127.0.0.1", now, now.plus(Duration.ofDays(1)));
        new HandOverStore(database).insert(Secret.hash(Secret.forSession()), asked);
        return asked.code();
    }

    /** Beyond the end of the chain, where it is in nothing's way. */
    private String entry(String actor, @Nullable String project) {
        long seq = ENTRIES.incrementAndGet();
        database.writer()
                .sql("""
                        INSERT INTO audit_record (seq, at, action, outcome, actor_id, project_id, repeats, previous_hash, hash)
                        VALUES (?, 0, 'machine.start', 'ACCEPTED', ?, ?, 1, '', '')""")
                .param(seq)
                .param(user(actor))
                .param(project == null ? "" : project(project))
                .update();
        return Long.toString(seq);
    }

    private String upload(String owner, String projectId) {
        String id = UUID.randomUUID().toString();
        database.writer()
                .sql("""
                        INSERT INTO upload (id, owner_id, project_id, file_name, size, received, created_at, touched_at)
                        VALUES (?, ?, ?, 'some.qcow2', 4, 0, ?, ?)""")
                .params(id, user(owner), projectId, Database.micros(now), Database.micros(now))
                .update();
        return id;
    }

    private String image(String name, @Nullable String project) {
        return image(database, name, project, user("owner"));
    }

    /** One that is ready. */
    static String image(Database database, String name, @Nullable String project, String ownerId) {
        String id = UUID.randomUUID().toString();
        database.writer()
                .sql("""
                        INSERT INTO image (id, name, description, state, owner_id, project_id, host_id, disk, virtual_size,
                                           stored_size, sha256, guest_access, access_found, boot_seconds, vcpus, memory_mib,
                                           domain_uuid, domain_name, master_disk, mac, generation_id, serial, identity, created_at)
                        VALUES (?, ?, '', 'READY', ?, ?, ?, ?, 1048576, 1048576, '', 'AGENT', 'AGENT', 1.0, 1, 64, ?, ?, ?, ?, ?, 's',
                                ?, 0)""")
                .param(id)
                .param(name)
                .param(ownerId)
                .param(project)
                .param(ELSEWHERE)
                .param("disk" + id)
                .param(UUID.randomUUID().toString())
                .param("domain" + id)
                .param("master" + id)
                .param("mac" + id)
                .param(UUID.randomUUID().toString())
                .param(JsonMapper.shared().writeValueAsString(new Identity(Map.of())))
                .update();
        database.writer()
                .sql(
                        "INSERT INTO image_inspection (image_id, inspected_at, problem) VALUES (?, 0, 'Nothing is on it.')")
                .param(id)
                .update();
        return id;
    }

    private String job(@Nullable String project, String owner, String machine, String state) {
        return String.valueOf(database.writer()
                .sql("""
                        INSERT INTO job (kind, title, state, owner_id, project_id, subject_type, subject_id, subject_name, variant,
                                         request, memory, fence, cancel_requested, created_at)
                        VALUES ('machine.start', 'Start machine', ?, ?, ?, 'machine', ?, 'm', 'v', ?, '{}', 0, 0, 0)
                        RETURNING id""")
                .param(state)
                .param(user(owner))
                .param(project)
                .param(machine)
                .param("{\"machineId\":\"%s\"}".formatted(machine))
                .query(Long.class)
                .single());
    }
}
