package io.pando.machine;

import io.pando.api.Fault;
import io.pando.api.ProblemType;
import io.pando.api.Suggestion;
import io.pando.machine.ClonePlan.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long machines are to run: how that is written, within which bounds, and from when on people are reminded of the end. Pure. */
final class Lifetimes {
    static final Duration LEAST = Duration.ofMinutes(1);

    /** Five years, one of them a leap year. */
    static final Duration MOST = Duration.ofDays(5 * 365 + 1);

    private static final Duration LONGEST_REMINDER = Duration.ofHours(1);

    /** A number and a unit, as people write them: 8h, 1.5 hours, 3 days. */
    private static final Pattern PIECE = Pattern.compile(
            "(\\d{1,9}(?:[.,]\\d{1,3})?)\\s*(months?|mo|minutes?|mins?|m|seconds?|secs?|s|hours?|hrs?|h|days?|d|weeks?|w|years?|y)[\\s,]*(?:and\\s+)?");

    private Lifetimes() {}

    /** Reads what ISO 8601 calls a duration, of days, hours, minutes and seconds. */
    static Optional<Duration> parse(String text) {
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }

    /** What is wrong with a lifetime that is asked for; null is one without an end. */
    static void check(@Nullable String lifetime, List<Finding> findings) {
        if (lifetime == null) {
            return;
        }
        Duration parsed = parse(lifetime).orElse(null);
        if (parsed == null) {
            List<Suggestion> suggestions = new ArrayList<>();
            guess(lifetime).map(Lifetimes::within).map(Lifetimes::take).ifPresent(suggestions::add);
            suggestions.add(endless());
            findings.add(finding(
                    "%s is no span of time.".formatted(ImageChoice.quoted(lifetime)),
                    "Write it as ISO 8601 does: PT8H for 8 hours, P3D for 3 days.",
                    suggestions));
        } else if (!within(parsed).equals(parsed)) {
            findings.add(finding(
                    "A machine runs for 1 minute to 5 years, and %s are asked for.".formatted(words(parsed)),
                    null,
                    List.of(take(within(parsed)), endless())));
        }
    }

    private static Finding finding(String message, @Nullable String help, List<Suggestion> suggestions) {
        return new Finding(ProblemType.INVALID_REQUEST, new Fault("lifetime", message, help, suggestions));
    }

    private static Suggestion take(Duration span) {
        return Suggestion.of("Let it run for %s.".formatted(words(span)), "lifetime", written(span));
    }

    private static Suggestion endless() {
        return Suggestion.of("Let it run without an end.", "lifetime", null);
    }

    private static Duration within(Duration span) {
        return span.compareTo(LEAST) < 0 ? LEAST : span.compareTo(MOST) > 0 ? MOST : span;
    }

    /** What somebody means who writes it as people do. */
    static Optional<Duration> guess(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        if (plain.startsWith("p")) {
            // In ISO 8601, M stands for months before the T, and for minutes behind it.
            int time = plain.indexOf('t');
            String date = plain.substring(1, time < 0 ? plain.length() : time).replaceAll("(?<=\\d)m", "mo");
            plain = date + (time < 0 ? "" : plain.substring(time + 1));
        }
        double seconds = 0;
        Matcher piece = PIECE.matcher(plain);
        int end = 0;
        while (piece.find() && piece.start() == end) {
            seconds += Double.parseDouble(piece.group(1).replace(',', '.')) * seconds(piece.group(2));
            end = piece.end();
        }
        return end == 0 || end < plain.length()
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Math.round(Math.min(seconds, MOST.toSeconds() + 1.0))));
    }

    private static double seconds(String unit) {
        if (unit.startsWith("mo")) {
            return 30 * 86_400.0;
        }
        return switch (unit.charAt(0)) {
            case 's' -> 1;
            case 'm' -> 60;
            case 'h' -> 3_600;
            case 'd' -> 86_400;
            case 'w' -> 7 * 86_400;
            default -> 365 * 86_400.0;
        };
    }

    /** As short as ISO 8601 allows: P3D, PT8H. */
    static String written(Duration span) {
        return span.toSeconds() % 86_400 == 0 ? "P%dD".formatted(span.toDays()) : span.toString();
    }

    /** For people: 3 days, 1 day 12 hours. */
    static String words(Duration span) {
        List<String> parts = new ArrayList<>();
        part(span.toDays(), "day", parts);
        part(span.toHoursPart(), "hour", parts);
        part(span.toMinutesPart(), "minute", parts);
        part(span.toSecondsPart(), "second", parts);
        return parts.isEmpty() ? "0 seconds" : String.join(" ", parts);
    }

    private static void part(long number, String unit, List<String> parts) {
        if (number != 0) {
            parts.add("%,d %s%s".formatted(number, unit, number == 1 ? "" : "s"));
        }
    }

    /** When the time of a machine is over that is asked for now; null for never. */
    static @Nullable Instant end(@Nullable String lifetime, Instant now) {
        return lifetime == null ? null : now.plus(parse(lifetime).orElseThrow());
    }

    /** An hour before the end, and where the machine has less than ten hours in all, as it has a tenth left. */
    static @Nullable Instant remindAt(MachineRecord machine) {
        Instant end = machine.expiresAt();
        if (end == null) {
            return null;
        }
        Duration tenth = Duration.between(machine.createdAt(), end).dividedBy(10);
        return end.minus(tenth.compareTo(LONGEST_REMINDER) < 0 ? tenth : LONGEST_REMINDER);
    }

    static boolean over(MachineRecord machine, Instant now) {
        Instant end = machine.expiresAt();
        return end != null && !end.isAfter(now);
    }

    /** What is wrong with an end that is asked for; null is none. */
    static List<Fault> faults(@Nullable Instant expiresAt, Instant now) {
        return expiresAt == null || (!expiresAt.isBefore(now.plus(LEAST)) && !expiresAt.isAfter(now.plus(MOST)))
                ? List.of()
                : List.of(new Fault(
                        "expiresAt",
                        "A machine's time ends 1 minute to 5 years from now.",
                        "Name a later time, or none for no end."));
    }
}
