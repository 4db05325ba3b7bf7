package io.pando.access;

import io.pando.api.TokenRight;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what: a line for every route of the API and each id that it takes. A route that has no line here fails {@link
 * AccessMatrixTest}: whoever adds one says here who may use it, apart from the code that decides.
 */
final class AccessPolicy {
    private AccessPolicy() {}

    /** What a caller must be at least. */
    enum Who {
        ANYONE,
        SIGNED_IN,
        ADMINISTRATOR
    }

    /** What an id names, and so what decides whether the caller may. */
    enum Names {
        NOTHING,
        /** A project, or something in it: the role there decides. */
        PROJECT,
        MACHINE,
        IMAGE,
        JOB,
        /** A member of the project that the address names first. */
        MEMBER,
        /** An invitation into that project. */
        PROJECT_INVITATION,
        /** A snapshot of the machine that the address names first. */
        SNAPSHOT,
        /** A file that somebody uploads: whose it is. */
        UPLOAD,
        /** An invitation of one account: that one answers it. */
        OWN_INVITATION,
        /** An account: itself, and administrators. */
        USER,
        /** A token: whose it is. */
        TOKEN,
        /** A session: whose it is. */
        SESSION,
        /** A computer that asks to be signed in: everybody who is, by its code. */
        COMPUTER,
        /** An entry of the audit record: who did it, the owners of its project, and administrators. */
        ENTRY,
        /** A host: everybody sees it. */
        HOST,
        /** A link of an invitation: whoever is signed in, with all rights, takes it up. */
        LINK
    }

    /**
     * One id of one route.
     *
     * @param path as docs/api/openapi.json has it, with a query where the id is there
     * @param rights of which a token needs one
     * @param body JSON with {@code %s} for the id where the id is in the body; null for none
     * @param allowed the status for those who may
     */
    record Line(
            String method,
            String path,
            Who who,
            List<TokenRight> rights,
            Names names,
            Need need,
            @Nullable String body,
            int allowed) {

        /** The route as docs/api/openapi.json names it. */
        String route() {
            return method + " " + path.replaceFirst("\\?.*", "");
        }

        boolean changes() {
            return !method.equals("GET") && !path.contains("dryRun=true") && !path.endsWith("/simulations");
        }

        Line sending(String json) {
            return new Line(method, path, who, rights, names, need, json, allowed);
        }

        Line answering(int status) {
            return new Line(method, path, who, rights, names, need, body, status);
        }

        Line naming(Names what) {
            return new Line(method, path, who, rights, what, need, body, allowed);
        }

        Line by(Who whoever) {
            return new Line(method, path, whoever, rights, names, need, body, allowed);
        }
    }

    private static Line see(String path, Names names, TokenRight... rights) {
        return new Line("GET", path, Who.SIGNED_IN, List.of(rights), names, Need.SEE, null, 200);
    }

    private static Line use(String method, String path, Names names, TokenRight... rights) {
        return new Line(method, path, Who.SIGNED_IN, List.of(rights), names, Need.USE, null, 202);
    }

    private static Line manage(String method, String path, Names names) {
        return new Line(method, path, Who.SIGNED_IN, List.of(TokenRight.PROJECTS), names, Need.MANAGE, null, 200);
    }

    private static Line administer(String method, String path, Names names) {
        return new Line(
                method, path, Who.ADMINISTRATOR, List.of(TokenRight.ADMINISTRATION), names, Need.SEE, null, 200);
    }

    private static Line anyone(String method, String path) {
        return new Line(method, path, Who.ANYONE, List.of(), Names.NOTHING, Need.SEE, null, 200);
    }

    /** The console's WebSocket has no line: it is not among the routes, and takes tickets instead of credentials. */
    static final List<Line> LINES = List.of(
            // who answers, signing in
            anyone("GET", "/api/v1/about"),
            // A password that no account can have: nothing is computed, and nobody is kept waiting as who guesses is.
            anyone("POST", "/api/v1/session")
                    .sending("{\"name\":\"UNIQUE\",\"password\":\"wrong\"}")
                    .answering(401),
            // Nobody has given a password before it.
            anyone("POST", "/api/v1/session/second-factor")
                    .sending("{\"code\":\"123456\"}")
                    .answering(401),
            anyone("GET", "/api/v1/sign-in"),
            anyone("GET", "/api/v1/sign-in/{provider}").answering(404),
            anyone("GET", "/api/v1/sign-in/{provider}/callback").answering(404),
            see("/api/v1/session", Names.NOTHING, TokenRight.READ),
            use("DELETE", "/api/v1/session", Names.NOTHING, TokenRight.READ).answering(204),
            see("/api/v1/events", Names.NOTHING, TokenRight.READ),
            see("/api/v1/sessions", Names.NOTHING, TokenRight.ACCOUNT),
            use("DELETE", "/api/v1/sessions", Names.NOTHING, TokenRight.ACCOUNT).answering(204),
            use("DELETE", "/api/v1/sessions/{id}", Names.SESSION, TokenRight.ACCOUNT)
                    .answering(204),
            administer("DELETE", "/api/v1/users/{id}/sessions", Names.USER).answering(204),
            // second factors; nobody here has one
            see("/api/v1/second-factor", Names.NOTHING, TokenRight.ACCOUNT),
            use("POST", "/api/v1/second-factor", Names.NOTHING, TokenRight.ACCOUNT)
                    .sending("{\"password\":\"wrong\"}")
                    .answering(422),
            use("POST", "/api/v1/second-factor/confirmation", Names.NOTHING, TokenRight.ACCOUNT)
                    .sending("{\"code\":\"123456\"}")
                    .answering(409),
            use("POST", "/api/v1/second-factor/recovery-codes", Names.NOTHING, TokenRight.ACCOUNT)
                    .sending("{\"code\":\"123456\"}")
                    .answering(409),
            use("POST", "/api/v1/second-factor/removal", Names.NOTHING, TokenRight.ACCOUNT)
                    .sending("{\"code\":\"123456\"}")
                    .answering(409),
            administer("DELETE", "/api/v1/users/{id}/second-factor", Names.USER).answering(409),
            // signing in computers
            anyone("POST", "/api/v1/hand-overs")
                    .sending("{\"computer\":\"laptop\"}")
                    .answering(201),
            anyone("POST", "/api/v1/hand-overs/redemption")
                    .sending("{\"secret\":\"nobody has this\"}")
                    .answering(404),
            see("/api/v1/hand-overs/{code}", Names.COMPUTER, TokenRight.ACCOUNT),
            use("POST", "/api/v1/hand-overs/{code}/approval", Names.COMPUTER, TokenRight.ACCOUNT)
                    .answering(204),
            // the audit record
            see("/api/v1/audit", Names.NOTHING, TokenRight.READ),
            see("/api/v1/audit/{seq}", Names.ENTRY, TokenRight.READ),
            see("/api/v1/audit/export", Names.NOTHING, TokenRight.READ),
            administer("GET", "/api/v1/audit/head", Names.NOTHING),
            administer("GET", "/api/v1/audit/verification", Names.NOTHING),
            // tokens
            see("/api/v1/tokens", Names.NOTHING, TokenRight.ACCOUNT),
            use("POST", "/api/v1/tokens", Names.NOTHING, TokenRight.ACCOUNT)
                    .sending("{\"name\":\"made\",\"rights\":[\"READ\"]}")
                    .answering(201),
            new Line(
                            "POST",
                            "/api/v1/tokens",
                            Who.SIGNED_IN,
                            List.of(TokenRight.ACCOUNT),
                            Names.PROJECT,
                            Need.SEE,
                            null,
                            201)
                    .sending("{\"name\":\"made\",\"rights\":[\"READ\"],\"project\":\"%s\"}"),
            use("DELETE", "/api/v1/tokens/{id}", Names.TOKEN, TokenRight.ACCOUNT)
                    .answering(204),
            // people
            administer("GET", "/api/v1/users", Names.NOTHING),
            administer("POST", "/api/v1/users", Names.NOTHING)
                    .sending("{\"name\":\"UNIQUE\",\"password\":\"long enough\"}")
                    .answering(201),
            see("/api/v1/users/{id}", Names.USER, TokenRight.READ),
            use("PUT", "/api/v1/users/{id}", Names.USER, TokenRight.ACCOUNT)
                    .sending("{\"displayName\":\"Somebody\"}")
                    .answering(200),
            administer("DELETE", "/api/v1/users/{id}", Names.USER).answering(204),
            use("PUT", "/api/v1/users/{id}/password", Names.USER, TokenRight.ACCOUNT)
                    .sending("{\"password\":\"another password\"}")
                    .answering(204),
            // projects
            see("/api/v1/projects", Names.NOTHING, TokenRight.READ),
            new Line(
                    "POST",
                    "/api/v1/projects",
                    Who.ADMINISTRATOR,
                    List.of(TokenRight.PROJECTS),
                    Names.NOTHING,
                    Need.SEE,
                    "{\"name\":\"UNIQUE\"}",
                    201),
            see("/api/v1/projects/{id}", Names.PROJECT, TokenRight.READ),
            manage("PUT", "/api/v1/projects/{id}", Names.PROJECT).sending("{\"description\":\"changed\"}"),
            manage("DELETE", "/api/v1/projects/{id}", Names.PROJECT).answering(204),
            see("/api/v1/projects/{id}/quota", Names.PROJECT, TokenRight.READ),
            administer("PUT", "/api/v1/projects/{id}/quota", Names.PROJECT).sending("{\"machines\":5}"),
            administer("DELETE", "/api/v1/projects/{id}/quota", Names.PROJECT),
            see("/api/v1/quota", Names.NOTHING, TokenRight.READ),
            administer("PUT", "/api/v1/quota", Names.NOTHING).sending("{}"),
            see("/api/v1/projects/{id}/members", Names.PROJECT, TokenRight.READ),
            manage("PUT", "/api/v1/projects/{id}/members/{user}", Names.MEMBER).sending("{\"role\":\"VIEWER\"}"),
            manage("DELETE", "/api/v1/projects/{id}/members/{user}", Names.MEMBER)
                    .answering(204),
            // invitations
            manage("GET", "/api/v1/projects/{id}/invitations", Names.PROJECT),
            manage("POST", "/api/v1/projects/{id}/invitations", Names.PROJECT)
                    .sending("{\"role\":\"VIEWER\"}")
                    .answering(201),
            manage("DELETE", "/api/v1/projects/{id}/invitations/{invitation}", Names.PROJECT_INVITATION)
                    .answering(204),
            see("/api/v1/invitations", Names.NOTHING, TokenRight.READ),
            use("POST", "/api/v1/invitations/{invitation}/accept", Names.OWN_INVITATION, TokenRight.PROJECTS)
                    .answering(200),
            use("POST", "/api/v1/invitations/{invitation}/decline", Names.OWN_INVITATION, TokenRight.PROJECTS)
                    .answering(204),
            anyone("POST", "/api/v1/invitations/look").naming(Names.LINK).sending("{\"secret\":\"%s\"}"),
            anyone("POST", "/api/v1/invitations/redeem").naming(Names.LINK).sending("{\"secret\":\"%s\"}"),
            // machines
            see("/api/v1/machines", Names.NOTHING, TokenRight.READ),
            see("/api/v1/machines?project=%s", Names.PROJECT, TokenRight.READ),
            use("POST", "/api/v1/machines?dryRun=true", Names.PROJECT, TokenRight.MACHINES)
                    .sending("{\"name\":\"made\",\"image\":\"everybodys\",\"project\":\"%s\"}")
                    .answering(200),
            use("POST", "/api/v1/machines", Names.PROJECT, TokenRight.MACHINES)
                    .sending("{\"name\":\"UNIQUE\",\"image\":\"everybodys\",\"project\":\"%s\"}"),
            see("/api/v1/machines/labels", Names.NOTHING, TokenRight.READ),
            see("/api/v1/machines/labels?project=%s", Names.PROJECT, TokenRight.READ),
            see("/api/v1/machines/{id}", Names.MACHINE, TokenRight.READ),
            use("PUT", "/api/v1/machines/{id}/labels", Names.MACHINE, TokenRight.MACHINES)
                    .sending("{\"labels\":[\"web\"]}")
                    .answering(200),
            use("PUT", "/api/v1/machines/{id}/lifetime", Names.MACHINE, TokenRight.MACHINES)
                    .sending("{}")
                    .answering(200),
            use("DELETE", "/api/v1/machines/{id}", Names.MACHINE, TokenRight.MACHINES),
            use("POST", "/api/v1/machines/{id}/start", Names.MACHINE, TokenRight.MACHINES),
            // The machine is stopped: whoever may is told so.
            use("POST", "/api/v1/machines/{id}/stop", Names.MACHINE, TokenRight.MACHINES)
                    .answering(409),
            use("POST", "/api/v1/machines/{id}/restart", Names.MACHINE, TokenRight.MACHINES)
                    .answering(409),
            use("POST", "/api/v1/machines/{id}/suspend", Names.MACHINE, TokenRight.MACHINES)
                    .answering(409),
            use("POST", "/api/v1/machines/{id}/resume", Names.MACHINE, TokenRight.MACHINES)
                    .answering(409),
            see("/api/v1/machines/{id}/certificate", Names.MACHINE, TokenRight.READ),
            // None of these was placed by a decision.
            see("/api/v1/machines/{id}/placement", Names.MACHINE, TokenRight.READ)
                    .answering(404),
            see("/api/v1/machines/{id}/screen", Names.MACHINE, TokenRight.READ),
            use("POST", "/api/v1/machines/{id}/exec", Names.MACHINE, TokenRight.CONSOLES)
                    .sending("{\"command\":[\"true\"]}")
                    .answering(409),
            use("POST", "/api/v1/machines/{id}/console-tickets", Names.MACHINE, TokenRight.CONSOLES)
                    .sending("{\"kind\":\"SCREEN\"}")
                    .answering(201),
            // what machines are made of; each has a second disk and card, and a disc in its drive
            use("POST", "/api/v1/machines/{id}/rename", Names.MACHINE, TokenRight.MACHINES)
                    .sending("{\"name\":\"UNIQUE\"}"),
            use("POST", "/api/v1/machines/{id}/resize", Names.MACHINE, TokenRight.MACHINES)
                    .sending("{\"vcpus\":2}"),
            use("POST", "/api/v1/machines/{id}/disks", Names.MACHINE, TokenRight.MACHINES)
                    .sending("{\"size\":1073741824}"),
            use("DELETE", "/api/v1/machines/{id}/disks/{disk}", Names.MACHINE, TokenRight.MACHINES),
            use("POST", "/api/v1/machines/{id}/nics", Names.MACHINE, TokenRight.MACHINES)
                    .sending("{}"),
            use("DELETE", "/api/v1/machines/{id}/nics/{nic}", Names.MACHINE, TokenRight.MACHINES),
            use("PUT", "/api/v1/machines/{id}/nics/{nic}/cable", Names.MACHINE, TokenRight.MACHINES)
                    .sending("{\"connected\":false}"),
            use("PUT", "/api/v1/machines/{id}/cd", Names.MACHINE, TokenRight.MACHINES)
                    .sending("{\"medium\":\"blank.iso\"}"),
            use("DELETE", "/api/v1/machines/{id}/cd", Names.MACHINE, TokenRight.MACHINES),
            use("PUT", "/api/v1/machines/{id}/boot", Names.MACHINE, TokenRight.MACHINES)
                    .sending("{\"devices\":[\"cd\",\"vda\"]}"),
            see("/api/v1/media", Names.NOTHING, TokenRight.READ),
            see("/api/v1/machines/{id}/snapshots", Names.MACHINE, TokenRight.READ),
            use("POST", "/api/v1/machines/{id}/snapshots", Names.MACHINE, TokenRight.MACHINES)
                    .sending("{\"name\":\"made\"}"),
            use("PATCH", "/api/v1/machines/{id}/snapshots/{snapshot}", Names.SNAPSHOT, TokenRight.MACHINES)
                    .sending("{\"name\":\"other\"}")
                    .answering(200),
            use("POST", "/api/v1/machines/{id}/snapshots/{snapshot}/revert", Names.SNAPSHOT, TokenRight.MACHINES),
            use("DELETE", "/api/v1/machines/{id}/snapshots/{snapshot}", Names.SNAPSHOT, TokenRight.MACHINES),
            // images
            see("/api/v1/images", Names.NOTHING, TokenRight.READ),
            see("/api/v1/images?project=%s", Names.PROJECT, TokenRight.READ),
            see("/api/v1/images/{id}", Names.IMAGE, TokenRight.READ),
            use("PATCH", "/api/v1/images/{id}", Names.IMAGE, TokenRight.IMAGES)
                    .sending("{\"model\":true}")
                    .answering(200),
            see("/api/v1/images/{id}/inspection", Names.IMAGE, TokenRight.READ),
            see("/api/v1/images/{id}/packages", Names.IMAGE, TokenRight.READ),
            see("/api/v1/images/{id}/packages/known", Names.IMAGE, TokenRight.READ),
            use("POST", "/api/v1/images/{id}/packages/known", Names.IMAGE, TokenRight.IMAGES),
            see("/api/v1/packages/known", Names.NOTHING, TokenRight.READ),
            // None of them was staged.
            see("/api/v1/images/{id}/sealing", Names.IMAGE, TokenRight.READ).answering(404),
            see("/api/v1/images/{id}/warm-pool", Names.IMAGE, TokenRight.READ),
            // None of these was staged.
            administer("PUT", "/api/v1/images/{id}/warm-pool", Names.IMAGE)
                    .sending("{\"size\":1}")
                    .answering(409),
            use("POST", "/api/v1/images/{id}/inspection", Names.IMAGE, TokenRight.IMAGES),
            use("POST", "/api/v1/images/{id}/staging", Names.IMAGE, TokenRight.IMAGES)
                    .sending("{}"),
            use("DELETE", "/api/v1/images/{id}", Names.IMAGE, TokenRight.IMAGES),
            // There is no such file: whoever may is told so.
            use("POST", "/api/v1/images", Names.NOTHING, TokenRight.IMAGES)
                    .by(Who.ADMINISTRATOR)
                    .sending("{\"name\":\"made\",\"path\":\"none.qcow2\",\"format\":\"qcow2\"}")
                    .answering(422),
            see("/api/v1/uploads", Names.NOTHING, TokenRight.READ),
            use("POST", "/api/v1/uploads", Names.NOTHING, TokenRight.IMAGES)
                    .sending("{\"fileName\":\"made.qcow2\",\"size\":1000}")
                    .answering(201),
            see("/api/v1/uploads?project=%s", Names.PROJECT, TokenRight.READ),
            use("POST", "/api/v1/uploads", Names.PROJECT, TokenRight.IMAGES)
                    .sending("{\"fileName\":\"made.qcow2\",\"size\":1000,\"project\":\"%s\"}")
                    .answering(201),
            see("/api/v1/uploads/{id}", Names.UPLOAD, TokenRight.READ),
            use("PATCH", "/api/v1/uploads/{id}", Names.UPLOAD, TokenRight.IMAGES)
                    .sending("part")
                    .answering(200),
            use("DELETE", "/api/v1/uploads/{id}", Names.UPLOAD, TokenRight.IMAGES)
                    .answering(204),
            // jobs
            see("/api/v1/jobs", Names.NOTHING, TokenRight.READ),
            see("/api/v1/jobs?project=%s", Names.PROJECT, TokenRight.READ),
            see("/api/v1/jobs/{id}", Names.JOB, TokenRight.READ),
            use("POST", "/api/v1/jobs/{id}/cancel", Names.JOB, TokenRight.MACHINES),
            use("POST", "/api/v1/jobs/{id}/retry", Names.JOB, TokenRight.MACHINES),
            // hosts
            see("/api/v1/hosts", Names.NOTHING, TokenRight.READ),
            see("/api/v1/hosts/{id}", Names.HOST, TokenRight.READ),
            administer("POST", "/api/v1/hosts/{id}/probe", Names.HOST).answering(202),
            see("/api/v1/hosts/{id}/history", Names.HOST, TokenRight.READ),
            administer("POST", "/api/v1/hosts", Names.NOTHING)
                    .sending("{\"name\":\"UNIQUE\",\"uri\":\"test:///default\"}")
                    .answering(201),
            administer("PATCH", "/api/v1/hosts/{id}", Names.HOST).sending("{\"labels\":[\"ssd\"]}"),
            administer("POST", "/api/v1/hosts/{id}/drain", Names.HOST),
            administer("POST", "/api/v1/hosts/{id}/undrain", Names.HOST),
            // The server's own host stays.
            administer("DELETE", "/api/v1/hosts/{id}", Names.HOST).answering(409),
            // The machine's host is asked what its disks take, and none answers here.
            administer("POST", "/api/v1/machines/{id}/move", Names.MACHINE)
                    .sending("{}")
                    .answering(503),
            administer("GET", "/api/v1/placement/rebalance", Names.NOTHING),
            // There is no other host.
            administer("POST", "/api/v1/placement/rebalance", Names.NOTHING)
                    .sending("{}")
                    .answering(409),
            // Changes nothing, although it is sent something.
            use("POST", "/api/v1/placement/simulations", Names.NOTHING, TokenRight.READ)
                    .sending("{\"hosts\":[{\"name\":\"a\",\"processors\":2,\"memoryMiB\":1024}],"
                            + "\"machines\":[{\"name\":\"b\",\"vcpus\":1,\"memoryMiB\":64}]}")
                    .answering(200));
}
