package io.pando.cli.session;

import io.pando.api.CreateHandOver;
import io.pando.api.CreatedHandOver;
import io.pando.api.CreatedToken;
import io.pando.api.RedeemHandOver;
import io.pando.api.RedeemedHandOver;
import io.pando.api.User;
import io.pando.cli.http.Api;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Has somebody who is signed in in a browser sign this computer in, too. */
final class WebSignIn {
    private final Invocation invocation;

    WebSignIn(Invocation invocation) {
        this.invocation = invocation;
    }

    /**
     * Shows the address to go to and waits until somebody has agreed there.
     *
     * @param computer what the page calls this computer
     * @param lifetimeSeconds of the token; null leaves it to the server
     */
    LoginCommand.SignedIn signIn(URI server, String computer, @Nullable Long lifetimeSeconds) {
        Api api = Api.withToken(server, null);
        CreatedHandOver asked = api.call("POST", "hand-overs", new CreateHandOver(computer), CreatedHandOver.class)
                .value();
        invocation.terminal().note("Open " + server + asked.path());
        invocation.terminal().note("and agree there, if it shows the code " + asked.code() + ".");
        while (invocation.surroundings().waiting().now().isBefore(asked.expiresAt())) {
            pause(asked.intervalSeconds());
            RedeemedHandOver answer = api.call(
                            "POST",
                            "hand-overs/redemption",
                            new RedeemHandOver(asked.secret(), lifetimeSeconds),
                            RedeemedHandOver.class)
                    .value();
            User user = answer.user();
            CreatedToken token = answer.token();
            if (user != null && token != null) {
                return new LoginCommand.SignedIn(user, token);
            }
        }
        throw Failure.cancelled("Nobody has agreed within ten minutes.");
    }

    private void pause(int seconds) {
        try {
            invocation.surroundings().waiting().pause(Duration.ofSeconds(seconds));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw Failure.cancelled("Interrupted.");
        }
    }
}
