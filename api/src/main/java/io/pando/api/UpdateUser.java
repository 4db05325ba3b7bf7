package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Changes an account. A null field is left as it is. One's own display name may be changed by oneself, everything by administrators.
 *
 * @param displayName 1 to 100 characters
 * @param role not one's own
 * @param disabled whether the person may no longer sign in; ends all sessions and tokens; not oneself
 */
public record UpdateUser(
        @Nullable String displayName,
        @Nullable Role role,
        @Nullable Boolean disabled) {}
