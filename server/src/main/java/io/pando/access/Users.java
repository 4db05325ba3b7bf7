package io.pando.access;

import io.pando.api.CreateUser;
import io.pando.api.Fault;
import io.pando.api.Page;
import io.pando.api.ProblemType;
import io.pando.api.Role;
import io.pando.api.SetPassword;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The people who have accounts. Thread-safe. */
@Service
public final class Users {
    static final int SHORTEST_PASSWORD = 8;
    static final int LONGEST_PASSWORD = 1_024;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final int LONGEST_DISPLAY_NAME = 100;

    private final UserStore store;
    private final CredentialStore credentials;
    private final Revocations revocations;
    private final PasswordHasher passwords;
    private final Database database;
    private final Clock clock;

    Users(
            UserStore store,
            CredentialStore credentials,
            Revocations revocations,
            PasswordHasher passwords,
            Database database,
            Clock clock) {
        this.store = store;
        this.credentials = credentials;
        this.revocations = revocations;
        this.passwords = passwords;
        this.database = database;
        this.clock = clock;
    }

    /** The account with this id. */
    public Optional<User> find(String id) {
        return store.find(id);
    }

    /**
     * The account with this id, which something else refers to.
     *
     * @throws IllegalStateException when there is none
     */
    public User get(String id) {
        return store.find(id).orElseThrow(() -> new IllegalStateException("There is no account " + id));
    }

    /** Several accounts by their ids, in a query for each 1,000; ids without an account are left out. */
    public Map<String, User> get(Collection<String> ids) {
        Map<String, User> found = new HashMap<>();
        List<String> distinct = List.copyOf(new HashSet<>(ids));
        for (int from = 0; from < distinct.size(); from += 1_000) {
            List<String> some = distinct.subList(from, Math.min(from + 1_000, distinct.size()));
            store.find(some).forEach(user -> found.put(user.id(), user));
        }
        return found;
    }

    /** The account with this id or sign-in name, unless it was deleted. */
    public Optional<User> present(String idOrName) {
        return store.findPresent(idOrName);
    }

    /** The account with this sign-in name. */
    public Optional<User> findByName(String name) {
        return store.findByName(name).map(UserStore.Kept::user);
    }

    Page<User> list(@Nullable String query, Paging paging) {
        return paging.page(store.list(query, paging), store.count(query));
    }

    User create(CreateUser request) {
        User user = check(request);
        String hash = hash(request.password());
        Deed.present().object("user", user.id(), user.name()).after(user);
        database.inTransaction(() -> insert(user, hash));
        return user;
    }

    /** What is to be kept of a password. Takes about 50 ms: not to be called within a transaction. */
    String hash(String password) {
        return passwords.hash(password);
    }

    /**
     * Adds an account that has been checked.
     *
     * @throws ProblemException name taken
     */
    void insert(User user, String passwordHash) {
        if (!store.insert(user, passwordHash)) {
            throw new ProblemException(
                    ProblemType.NAME_TAKEN,
                    "There is an account %s already.".formatted(user.name()),
                    "Choose another name.");
        }
    }

    /** The account that is asked for, if it may be as it is. */
    User check(CreateUser request) {
        List<Fault> faults = new ArrayList<>();
        if (!NAME.matcher(request.name()).matches()) {
            faults.add(new Fault(
                    "name",
                    "The name is not one that an account may have.",
                    "Use 1 to 32 lower-case letters, digits and hyphens, a letter first."));
        }
        String displayName = request.displayName() == null
                ? request.name()
                : request.displayName().strip();
        checkDisplayName(displayName, faults);
        faultOf(request.password()).ifPresent(faults::add);
        if (!faults.isEmpty()) {
            throw ProblemException.invalid(faults);
        }
        return user(request.name(), displayName, request.role());
    }

    static void checkDisplayName(String displayName, List<Fault> faults) {
        if (displayName.isEmpty()
                || displayName.length() > LONGEST_DISPLAY_NAME
                || displayName.codePoints().anyMatch(Users::invisible)) {
            faults.add(new Fault(
                    "displayName",
                    "The display name is empty, too long or has characters that cannot be seen.",
                    "Use 1 to 100 characters, or leave it out for the name."));
        }
    }

    /**
     * Adds the first administrator where there is no account yet.
     *
     * @return false when there is one
     */
    boolean createFirst(String name, String password) {
        return store.isEmpty() && store.insert(user(name, name, Role.ADMINISTRATOR), passwords.hash(password));
    }

    private User user(String name, String displayName, @Nullable Role role) {
        return new User(
                UUID.randomUUID().toString(),
                name,
                displayName,
                role == null ? Role.MEMBER : role,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /** Sets a password and ends all sessions and tokens of the account, the caller's own among them. */
    void setPassword(Caller caller, String id, SetPassword request) {
        if (!caller.mayActFor(id)) {
            throw ProblemException.notFound("account", id);
        }
        faultOf(request.password()).ifPresent(fault -> {
            throw ProblemException.invalid(List.of(fault));
        });
        User user = store.findPresent(id)
                .filter(found -> found.id().equals(id))
                .orElseThrow(() -> ProblemException.notFound("account", id));
        Deed.present().object("user", id, user.name());
        String hash = passwords.hash(request.password());
        List<String> ended = database.inTransaction(() -> {
            store.setPassword(id, hash);
            return credentials.deleteAllOf(id);
        });
        revocations.publish(ended, id);
    }

    private static Optional<Fault> faultOf(String password) {
        if (password.length() < SHORTEST_PASSWORD) {
            return Optional.of(new Fault("password", "The password is too short.", "Use at least 8 characters."));
        }
        if (password.length() > LONGEST_PASSWORD) {
            return Optional.of(new Fault("password", "The password is too long.", "Use at most 1,024 characters."));
        }
        return Optional.empty();
    }

    /** Control characters, line breaks, and marks that turn the direction of text and so disguise a name. */
    static boolean invisible(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                || type == Character.PRIVATE_USE;
    }
}
