package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Takes up an invitation's link.
 *
 * @param secret of the link
 * @param account an account to make, for somebody who is not signed in; null for somebody who is
 */
public record AcceptInvitation(String secret, @Nullable NewAccount account) {
    @Override
    public String toString() {
        return "AcceptInvitation[account=" + account + "]";
    }

    /**
     * An account for oneself.
     *
     * @param name as in {@link CreateUser}
     * @param displayName null takes the name
     * @param password at least 8 characters
     */
    public record NewAccount(String name, @Nullable String displayName, String password) {
        @Override
        public String toString() {
            return "NewAccount[name=" + name + "]";
        }
    }
}
