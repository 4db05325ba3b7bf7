package io.pando.cli.session;

import io.pando.api.EnrolSecondFactor;
import io.pando.api.OneTimeCode;
import io.pando.api.RecoveryCodes;
import io.pando.api.SecondFactor;
import io.pando.api.SecondFactorEnrolment;
import io.pando.api.User;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Names;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import io.pando.cli.terminal.Terminal;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pando second-factor}. */
@Command(name = "second-factor", header = "One-time codes for signing in, besides the password.")
public final class SecondFactorCommand {
    private static final List<Column<SecondFactor>> COLUMNS = List.of(
            Column.listed("enabled", "Enabled", factor -> factor.enabled() ? "yes" : "no"),
            Column.listed(
                    "since",
                    "Since",
                    factor -> factor.since() == null ? null : factor.since().toString()),
            Column.listed(
                    "recovery",
                    "Recovery codes left",
                    factor -> factor.enabled() ? Integer.toString(factor.recoveryCodesLeft()) : null));

    private final Invocation invocation;

    public SecondFactorCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "show",
            header = "Show whether signing in takes a code.",
            footer = {"", "Example:", "  pando second-factor show"})
    int show() {
        Printer printer = invocation.printer(COLUMNS);
        Answer<SecondFactor> answer = invocation.api().get("second-factor", SecondFactor.class);
        printer.one(COLUMNS, answer.value(), answer.document());
        return ExitCode.OK;
    }

    @Command(
            name = "on",
            header = "Set one-time codes up.",
            description = {
                "Shows the secret for an app such as FreeOTP or Aegis and asks for a code of it, then prints ten recovery codes:"
                        + " keep them on paper. The page shows the same as a QR code."
            },
            footer = {"", "Example:", "  pando second-factor on"})
    int turnOn() throws IOException {
        Terminal terminal = asking();
        String password = given(terminal.askSecret("Your password, once more: "), "password");
        SecondFactorEnrolment enrolment = invocation
                .api()
                .call("POST", "second-factor", new EnrolSecondFactor(password), SecondFactorEnrolment.class)
                .value();
        terminal.note("Give this to the app: " + enrolment.secret());
        terminal.note("or: " + enrolment.uri());
        String code = given(terminal.ask("Code that the app shows: "), "code");
        return print(invocation
                .api()
                .call("POST", "second-factor/confirmation", new OneTimeCode(code), RecoveryCodes.class));
    }

    @Command(
            name = "off",
            header = "Turn one-time codes off.",
            footer = {"", "Example:", "  pando second-factor off"})
    int turnOff() throws IOException {
        Terminal terminal = asking();
        String code = given(terminal.ask("Code that the app shows: "), "code");
        invocation.api().call("POST", "second-factor/removal", new OneTimeCode(code));
        terminal.note("Signing in takes the password only.");
        return ExitCode.OK;
    }

    @Command(
            name = "recovery-codes",
            header = "Print new recovery codes; the old ones end.",
            footer = {"", "Example:", "  pando second-factor recovery-codes"})
    int renew() throws IOException {
        String code = given(asking().ask("Code that the app shows: "), "code");
        return print(invocation
                .api()
                .call("POST", "second-factor/recovery-codes", new OneTimeCode(code), RecoveryCodes.class));
    }

    @Command(
            name = "reset",
            header = "Turn one-time codes off for somebody who has lost app and recovery codes.",
            description = "Make sure first that it is that person who asks. Administrators only.",
            footer = {"", "Example:", "  pando second-factor reset ada"})
    int reset(@Parameters(paramLabel = "USER", description = "Name or id of the account.") String name) {
        User user = new Names(invocation.api()).user(name);
        invocation.api().call("DELETE", "users/" + Query.segment(user.id()) + "/second-factor", null);
        invocation.terminal().note(user.name() + " signs in with the password only.");
        return ExitCode.OK;
    }

    private int print(Answer<RecoveryCodes> answer) {
        Printer printer = invocation.printer();
        if (printer.style().isTable()) {
            answer.value().codes().forEach(printer.out()::println);
            printer.out().flush();
            invocation.terminal().note("These recovery codes are not shown again; each works once.");
        } else {
            printer.document(answer.document());
        }
        return ExitCode.OK;
    }

    private Terminal asking() {
        Terminal terminal = invocation.terminal();
        if (!terminal.canAsk()) {
            throw Failure.usage("There is no terminal to ask on.");
        }
        return terminal;
    }

    private static String given(@Nullable String answer, String what) {
        if (answer == null || answer.isBlank()) {
            throw Failure.cancelled("No " + what + " was given.");
        }
        return answer.strip();
    }
}
