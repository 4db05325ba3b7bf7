package io.pando.access;

import io.pando.api.TokenRight;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a credential reaches, within what its owner may.
 *
 * @param rights what it is for
 * @param projectId the only project that it reaches; null for all
 */
public record Scope(Set<TokenRight> rights, @Nullable String projectId) {
    /** As far as its owner: every session, and tokens that were made so. */
    public static final Scope WHOLE = new Scope(EnumSet.allOf(TokenRight.class), null);

    public Scope {
        rights = Set.copyOf(rights);
    }

    /** Whether one of these rights is among its own. Where none is named, nobody said what is enough: then all are needed. */
    public boolean allows(TokenRight... anyOf) {
        return anyOf.length == 0
                ? rights.size() == TokenRight.values().length
                : Arrays.stream(anyOf).anyMatch(rights::contains);
    }

    /** Whether it reaches nothing that the other does not. */
    boolean isWithin(Scope other) {
        return other.rights.containsAll(rights) && (other.projectId == null || other.projectId.equals(projectId));
    }
}
