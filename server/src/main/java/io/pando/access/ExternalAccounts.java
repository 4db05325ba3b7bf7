package io.pando.access;

import io.pando.api.ProblemType;
import io.pando.api.ProjectRole;
import io.pando.api.Role;
import io.pando.api.User;
import io.pando.configuration.PandoProperties.Oidc;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.problem.ProblemException;
import java.text.Normalizer;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.stereotype.Component;

/**
 * The accounts of people whom an OpenID provider knows. They are found by issuer and subject alone: a name or an e-mail address can be
 * given to somebody else, and then must not open the account of who had it before.
 */
@Component
final class ExternalAccounts {
    private static final Logger LOG = LoggerFactory.getLogger(ExternalAccounts.class);
    private static final int LONGEST_SUBJECT = 255;
    private static final int LONGEST_NAME = 28;
    private static final int LONGEST_DISPLAY_NAME = 100;
    private static final int MOST_OF_A_NAME = 1_000;

    private final ExternalIdentityStore store;
    private final UserStore users;
    private final GroupProjects projects;
    private final Database database;
    private final Clock clock;

    ExternalAccounts(
            ExternalIdentityStore store, UserStore users, GroupProjects projects, Database database, Clock clock) {
        this.store = store;
        this.users = users;
        this.projects = projects;
        this.database = database;
        this.clock = clock;
    }

    /**
     * The account of whom a token speaks of; makes it when the provider may do so.
     *
     * @throws ProblemException forbidden, when there is none and none is made
     */
    User of(String provider, Oidc settings, OidcIdToken token) {
        String subject = token.getSubject();
        if (subject == null || subject.isEmpty() || subject.length() > LONGEST_SUBJECT) {
            throw new ProblemException(
                    ProblemType.PROVIDER_REFUSED, "The provider did not say who you are.", "Tell an administrator.");
        }
        Set<String> groups = groups(settings, token);
        String issuer = settings.issuer().toString();
        return database.inTransaction(() -> {
            User known = store.find(issuer, subject).flatMap(users::findPresent).orElse(null);
            if (known != null) {
                Deed.present().object("user", known.id(), known.name());
                if (known.disabled()) {
                    throw SessionBeginning.disabled();
                }
            }
            User found = known == null ? make(provider, settings, token) : known;
            if (known == null && !store.insert(issuer, subject, found.id(), clock.instant())) {
                throw new ProblemException(
                        ProblemType.BUSY, "You are signing in twice at the same time.", "Try again.");
            }
            projects.apply(found, provider, grants(settings, groups));
            return withRole(settings, found, groups);
        });
    }

    private User make(String provider, Oidc settings, OidcIdToken token) {
        if (!settings.createAccounts()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "There is no account for you here, and the provider %s does not make any.".formatted(provider),
                    "Ask an administrator.");
        }
        String wanted = name(token.getClaimAsString(settings.nameClaim()));
        String displayName = displayName(token.getFullName(), wanted);
        for (int number = 1; number <= MOST_OF_A_NAME; number++) {
            User user = new User(
                    UUID.randomUUID().toString(),
                    number == 1 ? wanted : wanted + "-" + number,
                    displayName,
                    Role.MEMBER,
                    clock.instant().truncatedTo(ChronoUnit.MICROS));
            // Somebody who is here already with that name may be somebody else: so never that account, but another
            // name.
            if (users.insert(user, PasswordHasher.none())) {
                Deed.present().object("user", user.id(), user.name()).after(user);
                return user;
            }
        }
        throw new ProblemException(
                ProblemType.NAME_TAKEN,
                "There are too many accounts called %s.".formatted(wanted),
                "Ask an administrator.");
    }

    private User withRole(Oidc settings, User user, Set<String> groups) {
        if (settings.administratorGroups().isEmpty()) {
            return user;
        }
        boolean administrator = settings.administratorGroups().stream().anyMatch(groups::contains);
        Role role = administrator ? Role.ADMINISTRATOR : Role.MEMBER;
        if (user.role() == role) {
            return user;
        }
        if (users.holdAndCountAdministrators() == 1 && !administrator) {
            LOG.warn("{} stays an administrator although no group says so: there is no other", user.name());
            return user;
        }
        store.setRole(user.id(), role);
        User changed = new User(user.id(), user.name(), user.displayName(), role, user.createdAt(), user.disabled());
        Deed.present().object("user", user.id(), user.name()).before(() -> user).after(changed);
        return changed;
    }

    private static Set<String> groups(Oidc settings, OidcIdToken token) {
        Object claim = token.getClaims().get(settings.groupsClaim());
        Set<String> groups = new TreeSet<>();
        if (claim instanceof List<?> list) {
            list.forEach(group -> groups.add(String.valueOf(group)));
        } else if (claim instanceof String one) {
            groups.add(one);
        }
        return groups;
    }

    /** Of several groups that grant something in one project the one counts that grants most. */
    static Map<String, ProjectRole> grants(Oidc settings, Set<String> groups) {
        Map<String, ProjectRole> grants = new TreeMap<>();
        settings.groups().forEach((group, grant) -> {
            if (groups.contains(group)) {
                int slash = grant.lastIndexOf('/');
                grants.merge(
                        grant.substring(0, slash),
                        ProjectRole.valueOf(grant.substring(slash + 1).toUpperCase(Locale.ROOT)),
                        GroupProjects::more);
            }
        });
        return grants;
    }

    /** A sign-in name that comes close to what the provider calls somebody. */
    static String name(@Nullable String claimed) {
        String plain = claimed == null
                ? ""
                : Normalizer.normalize(claimed, Normalizer.Form.NFKD)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("@.*", "")
                        .replaceAll("\\p{M}", "")
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^[^a-z]+|-+$", "");
        String name = plain.length() <= LONGEST_NAME
                ? plain
                : plain.substring(0, LONGEST_NAME).replaceAll("-+$", "");
        return name.isEmpty() ? "user" : name;
    }

    private static String displayName(@Nullable String claimed, String name) {
        StringBuilder visible = new StringBuilder();
        if (claimed != null) {
            claimed.strip()
                    .codePoints()
                    .filter(character -> !Users.invisible(character))
                    .limit(LONGEST_DISPLAY_NAME)
                    .forEach(visible::appendCodePoint);
        }
        return visible.isEmpty() ? name : visible.toString();
    }
}
