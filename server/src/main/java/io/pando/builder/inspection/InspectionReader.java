package io.pando.builder.inspection;

import io.pando.builder.BuilderException;
import io.pando.builder.BuilderException.Reason;
import io.pando.builder.inspection.Inspection.Account;
import io.pando.builder.inspection.Inspection.Boot;
import io.pando.builder.inspection.Inspection.FileSystem;
import io.pando.builder.inspection.Inspection.HostKey;
import io.pando.builder.inspection.Inspection.InstalledPackage;
import io.pando.builder.inspection.Inspection.OperatingSystem;
import io.pando.builder.inspection.Inspection.PackageFormat;
import io.pando.builder.packages.PackageLists;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what {@code inspect.sh} wrote. Refuses whatever that script would never write, however it came about. Not thread-safe. */
final class InspectionReader {
    static final int MOST_PACKAGES = 50_000;
    private static final int MOST_OF_A_KIND = 1_000;
    private static final int LONGEST_WORD = 200;
    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    private final Set<Boot> boot = EnumSet.noneOf(Boot.class);
    private final List<FileSystem> fileSystems = new ArrayList<>();
    private final List<Account> accounts = new ArrayList<>();
    private final List<HostKey> hostKeys = new ArrayList<>();
    private @Nullable OperatingSystem system;
    private @Nullable String architecture;
    private @Nullable String root;
    private @Nullable String agent;
    private @Nullable String cloudInit;
    private @Nullable String machineId;
    private @Nullable String hostName;
    private @Nullable PackageFormat format;

    private InspectionReader() {}

    /** @throws BuilderException with {@link Reason#BROKEN} */
    static Inspection read(byte[] facts, byte[] packages, byte[] known) {
        InspectionReader reader = new InspectionReader();
        lines(facts).forEach(reader::fact);
        List<InstalledPackage> installed = packages(packages);
        if (reader.format == null && !installed.isEmpty()) {
            throw broken("packages of no format");
        }
        return new Inspection(
                present(reader.system),
                emptyAsNull(present(reader.architecture)),
                reader.boot,
                present(reader.root),
                reader.fileSystems,
                reader.format,
                installed,
                PackageLists.read(known),
                reader.accounts,
                yes(reader.agent),
                yes(reader.cloudInit),
                new Inspection.Identifiers(present(reader.machineId), present(reader.hostName), reader.hostKeys));
    }

    private void fact(String[] words) {
        switch (words[0] + " " + (words.length - 1)) {
            case "boot 1" -> boot.add(named(Boot.class, words[1]));
            case "root 1" -> root = once(root, words[1]);
            case "filesystem 6" -> add(fileSystems, fileSystem(words));
            case "os 3" -> system = once(system, new OperatingSystem(words[1], words[2], words[3]));
            case "architecture 1" -> architecture = once(architecture, words[1]);
            case "agent 1" -> agent = once(agent, words[1]);
            case "cloud-init 1" -> cloudInit = once(cloudInit, words[1]);
            case "machine-id 1" -> machineId = once(machineId, words[1]);
            case "hostname 1" -> hostName = once(hostName, words[1]);
            case "host-key 2" -> add(hostKeys, hostKey(words[1], words[2]));
            case "user 3" -> user(words);
            case "packages 1" -> format = once(format, named(PackageFormat.class, words[1]));
            default -> throw broken("an unknown fact");
        }
    }

    private static FileSystem fileSystem(String[] words) {
        return new FileSystem(
                words[1],
                words[2],
                number(words[3]),
                words[4].equals("-") ? null : number(words[4]),
                words[5],
                words[6]);
    }

    private static HostKey hostKey(String type, String fingerprint) {
        if (!FINGERPRINT.matcher(fingerprint).matches()) {
            throw broken("a fingerprint that is none");
        }
        return new HostKey(type, fingerprint);
    }

    /** What is no number stands in the file of accounts of the disk, and is no account. */
    private void user(String[] words) {
        if (NUMBER.matcher(words[2]).matches()) {
            add(accounts, new Account(words[1], number(words[2]), words[3]));
        }
    }

    private static List<InstalledPackage> packages(byte[] content) {
        List<InstalledPackage> packages = new ArrayList<>();
        for (String[] words : lines(content)) {
            if (words.length != 3 || packages.size() == MOST_PACKAGES) {
                throw broken("packages that are none, or too many");
            }
            packages.add(new InstalledPackage(words[0], words[1], words[2]));
        }
        return packages;
    }

    private static List<String[]> lines(byte[] content) {
        // What is no UTF-8, such as a letter that was cut in two, becomes a sign that says so.
        String text = new String(content, StandardCharsets.UTF_8);
        return text.lines().map(InspectionReader::words).toList();
    }

    private static String[] words(String line) {
        String[] words = line.split("\t", -1);
        for (int index = 0; index < words.length; index++) {
            String word = words[index];
            if (word.codePoints().anyMatch(InspectionReader::isUnfit)) {
                words[index] = word.codePoints()
                        .filter(letter -> !isUnfit(letter))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
            if (word.length() > LONGEST_WORD) {
                throw broken("a word that is too long");
            }
        }
        return words;
    }

    /** Controls, and what makes text run the other way or cannot be seen. */
    private static boolean isUnfit(int letter) {
        int type = Character.getType(letter);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static <T> void add(List<T> list, T thing) {
        if (list.size() == MOST_OF_A_KIND) {
            throw broken("too many facts of a kind");
        }
        list.add(thing);
    }

    private static <T> T once(@Nullable T before, T now) {
        if (before != null) {
            throw broken("a fact twice");
        }
        return now;
    }

    private static <T> T present(@Nullable T fact) {
        if (fact == null) {
            throw broken("too few facts");
        }
        return fact;
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static boolean yes(@Nullable String word) {
        return switch (present(word)) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw broken("neither yes nor no");
        };
    }

    private static long number(String word) {
        if (!NUMBER.matcher(word).matches()) {
            throw broken("a number that is none");
        }
        return Long.parseLong(word);
    }

    private static <E extends Enum<E>> E named(Class<E> type, String word) {
        for (E value : type.getEnumConstants()) {
            if (value.name().toLowerCase(Locale.ROOT).equals(word)) {
                return value;
            }
        }
        throw broken("an unknown word");
    }

    private static BuilderException broken(String what) {
        return new BuilderException(
                Reason.BROKEN, "What the builder found on the disk cannot be read: %s.".formatted(what));
    }
}
