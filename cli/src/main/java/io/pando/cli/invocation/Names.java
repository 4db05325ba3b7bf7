package io.pando.cli.invocation;

import io.pando.api.Host;
import io.pando.api.Image;
import io.pando.api.Machine;
import io.pando.api.User;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Api;
import io.pando.cli.http.ProblemException;
import io.pando.cli.http.Query;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the object that a person means by a name or an id. A name goes before an id of the same spelling. */
public final class Names {
    private static final int ALL = 100_000;

    private final Api api;

    public Names(Api api) {
        this.api = api;
    }

    /**
     * A machine: one's own by name, else any by id, else, for administrators, anybody's by name.
     *
     * @throws Failure when there is none, or several
     */
    public Machine machine(String nameOrId) {
        Query named = Query.NONE.with("name", nameOrId);
        List<Machine> own = list("machines", named, Machine.class);
        if (own.isEmpty()) {
            Machine byId = byId("machines/", nameOrId, Machine.class);
            if (byId != null) {
                return byId;
            }
            own = foreign(named);
        }
        return only(
                own,
                nameOrId,
                "machine",
                machine -> machine.owner().name() + "'s (id " + machine.id() + ")",
                "`pando machine ls` lists yours.");
    }

    /**
     * An image by name or id.
     *
     * @throws Failure when there is none, or several
     */
    public Image image(String nameOrId) {
        List<Image> named = list("images", Query.NONE.with("query", nameOrId), Image.class).stream()
                .filter(image -> image.name().equals(nameOrId))
                .toList();
        if (named.isEmpty()) {
            Image byId = byId("images/", nameOrId, Image.class);
            if (byId != null) {
                return byId;
            }
        }
        return only(named, nameOrId, "image", Image::id, "`pando image ls` lists them.");
    }

    /**
     * A host by name or id.
     *
     * @param nameOrId null means the only host
     * @throws Failure when there is none, or several
     */
    public Host host(@Nullable String nameOrId) {
        List<Host> hosts = list("hosts", Query.NONE, Host.class);
        if (nameOrId == null) {
            if (hosts.size() == 1) {
                return hosts.getFirst();
            }
            throw Failure.usage(
                    hosts.isEmpty()
                            ? "The server has no host yet."
                            : "There are several hosts: name one of "
                                    + String.join(
                                            ", ", hosts.stream().map(Host::name).toList()) + ".");
        }
        return only(
                matching(hosts, nameOrId, Host::name, Host::id),
                nameOrId,
                "host",
                Host::id,
                "`pando host ls` lists them.");
    }

    /**
     * A person by sign-in name or id; administrators only.
     *
     * @throws Failure when there is none
     */
    public User user(String nameOrId) {
        return only(
                matching(list("users", Query.NONE, User.class), nameOrId, User::name, User::id),
                nameOrId,
                "account",
                User::id,
                "`pando user ls` lists them.");
    }

    /**
     * The one object of a list with this name, else with this id.
     *
     * @throws Failure when there is none, or several
     */
    public static <T> T choose(
            List<T> all, String nameOrId, Function<T, String> name, Function<T, String> id, String kind, String help) {
        return only(matching(all, nameOrId, name, id), nameOrId, kind, id, help);
    }

    private static <T> List<T> matching(
            List<T> all, String nameOrId, Function<T, String> name, Function<T, String> id) {
        List<T> named =
                all.stream().filter(one -> name.apply(one).equals(nameOrId)).toList();
        return named.isEmpty()
                ? all.stream().filter(one -> id.apply(one).equals(nameOrId)).toList()
                : named;
    }

    private static <T> T only(List<T> found, String nameOrId, String kind, Function<T, String> describe, String help) {
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.isEmpty()) {
            throw Failure.failed("There is no " + kind + " '" + nameOrId + "'. " + help);
        }
        throw Failure.failed("There are several " + kind + "s '" + nameOrId + "': "
                + String.join(", ", found.stream().map(describe).toList()) + ". Name one by its id.");
    }

    private <T> List<T> list(String path, Query query, Class<T> type) {
        Answer.Rows<T> rows = api.list(path, query, type, ALL);
        return rows.items();
    }

    private List<Machine> foreign(Query named) {
        try {
            return list("machines", named.with("owner", "all"), Machine.class);
        } catch (ProblemException e) {
            if (e.status() == 401) {
                throw e;
            }
            // Only administrators may ask; to everybody else a machine of another person is not there.
            return List.of();
        }
    }

    private <T> @Nullable T byId(String path, String id, Class<T> type) {
        try {
            return api.get(path + Query.segment(id), type).value();
        } catch (ProblemException e) {
            if (e.status() == 404 || e.status() == 400 || e.status() == 422) {
                return null;
            }
            throw e;
        }
    }
}
