package io.pando.machine;

import io.pando.api.CreateMachine;
import io.pando.api.Fault;
import io.pando.api.Suggestion;
import io.pando.guest.Customisation;
import io.pando.matching.Nearest;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is wrong with what is to be set within a guest, and what could be set instead. Pure. */
final class GuestCorrections {
    private static final String GUEST = "guest";
    private static final String HOSTNAME = "guest.hostname";
    private static final String TIMEZONE = "guest.timezone";
    private static final String ACCOUNT = "guest.user.name";
    private static final String PASSWORD = "guest.user.password";
    private static final String KEYS = "guest.user.sshKeys";

    private static final String COMMANDS = "guest.commands";

    private GuestCorrections() {}

    static List<Fault> faults(CreateMachine.Guest guest) {
        List<Fault> faults = Customisation.faults(guest, GUEST);
        return faults.stream()
                .map(fault -> fault.suggesting(suggestions(fault, guest, faults)))
                .toList();
    }

    private static List<Suggestion> suggestions(Fault fault, CreateMachine.Guest guest, List<Fault> all) {
        String field = String.valueOf(fault.field());
        CreateMachine.Account user = guest.user();
        if (field.equals(HOSTNAME) && guest.hostname() != null) {
            return List.of(
                    instead("Call it %s.", HOSTNAME, MachineNames.corrected(guest.hostname())),
                    leaveOut("Call it after the machine.", HOSTNAME));
        }
        if (field.equals(TIMEZONE) && guest.timezone() != null) {
            return Nearest.to(guest.timezone().replace(' ', '_'), ZoneId.getAvailableZoneIds())
                    .map(zone -> List.of(
                            instead("Take %s.", TIMEZONE, zone), leaveOut("Leave it as in the image.", TIMEZONE)))
                    .orElse(List.of(leaveOut("Leave it as in the image.", TIMEZONE)));
        }
        if (field.equals(ACCOUNT) && user != null) {
            return List.of(instead("Call it %s.", ACCOUNT, accountName(user.name())));
        }
        if (field.equals(PASSWORD)) {
            return List.of(leaveOut("Make the account without a password.", PASSWORD));
        }
        if (field.startsWith(KEYS) && user != null && user.sshKeys() != null) {
            return goodKeys(user.sshKeys(), all);
        }
        if (field.startsWith(COMMANDS) && guest.commands() != null) {
            return withoutBlanks(guest.commands());
        }
        return List.of();
    }

    private static List<Suggestion> withoutBlanks(List<String> commands) {
        List<String> said =
                commands.stream().filter(Predicate.not(String::isBlank)).toList();
        return said.size() == commands.size()
                ? List.of()
                : List.of(Suggestion.of("Leave out what is empty.", COMMANDS, said.isEmpty() ? null : said));
    }

    private static String accountName(String written) {
        String name =
                written.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "").replaceAll("^[0-9-]+", "");
        return name.isEmpty() ? "user" : name.substring(0, Math.min(32, name.length()));
    }

    private static List<Suggestion> goodKeys(List<String> keys, List<Fault> all) {
        Set<String> bad = all.stream().map(Fault::field).map(String::valueOf).collect(Collectors.toSet());
        List<String> good = IntStream.range(0, keys.size())
                .filter(index -> !bad.contains("%s[%d]".formatted(KEYS, index)))
                .mapToObj(keys::get)
                .toList();
        return good.size() == keys.size()
                ? List.of()
                : List.of(new Suggestion(
                        "Leave out what is no public key.",
                        List.of(new Suggestion.Change(KEYS, good.isEmpty() ? null : good))));
    }

    private static Suggestion instead(String text, String field, String value) {
        return Suggestion.of(text.formatted(value), field, value);
    }

    private static Suggestion leaveOut(String text, String field) {
        return Suggestion.of(text, field, null);
    }
}
