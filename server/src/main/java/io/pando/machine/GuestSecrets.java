package io.pando.machine;

import io.pando.api.CreateMachine;
import io.pando.secret.Secrets;
import java.util.function.UnaryOperator;

/** Keeps the password of a request out of the database's sight while its job is under way. */
final class GuestSecrets {
    private GuestSecrets() {}

    static CreateMachine seal(CreateMachine wanted, Secrets secrets) {
        CreateMachine.Guest guest = wanted.guest();
        return guest == null ? wanted : wanted.withGuest(with(guest, secrets::seal));
    }

    static CreateMachine open(CreateMachine wanted, Secrets secrets) {
        CreateMachine.Guest guest = wanted.guest();
        return guest == null ? wanted : wanted.withGuest(open(guest, secrets));
    }

    static CreateMachine.Guest open(CreateMachine.Guest guest, Secrets secrets) {
        return with(guest, secrets::open);
    }

    /** For telling two requests apart without keeping the password. */
    static CreateMachine fingerprint(CreateMachine wanted, Secrets secrets) {
        CreateMachine.Guest guest = wanted.guest();
        return guest == null ? wanted : wanted.withGuest(with(guest, secrets::fingerprint));
    }

    private static CreateMachine.Guest with(CreateMachine.Guest guest, UnaryOperator<String> change) {
        CreateMachine.Account user = guest.user();
        if (user == null || user.password() == null) {
            return guest;
        }
        CreateMachine.Account changed =
                new CreateMachine.Account(user.name(), change.apply(user.password()), user.sshKeys());
        return new CreateMachine.Guest(guest.hostname(), changed, guest.timezone(), guest.commands());
    }
}
