package io.pando.guest;

import io.pando.api.Fault;
import io.pando.guest.Customisation.Action;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Packages that are installed within a guest. Pure. */
public final class PackageInstallation {
    private static final int MOST = 64;
    private static final Duration TIMEOUT = Duration.ofMinutes(20);

    /** What dpkg, RPM and apk take as a name, and nothing that a program would take as an option. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+._-]{0,127}");

    private PackageInstallation() {}

    /**
     * From where packages come; null means from where the guest itself says.
     *
     * @param proxy URL of an HTTP proxy
     * @param apt line of a sources list
     * @param dnf URL of a repository
     * @param apk URL of a repository
     */
    public record Sources(
            @Nullable String proxy,
            @Nullable String apt,
            @Nullable String dnf,
            @Nullable String apk) {}

    /** Everything that is wrong with names, all at once. */
    public static List<Fault> faults(List<String> names, String field) {
        List<Fault> faults = new ArrayList<>();
        if (names.size() > MOST) {
            faults.add(new Fault(field, "There are too many packages.", "Name at most %d.".formatted(MOST)));
        }
        for (int index = 0; index < Math.min(names.size(), MOST); index++) {
            if (!NAME.matcher(names.get(index)).matches()) {
                faults.add(new Fault(
                        "%s[%d]".formatted(field, index),
                        "This is not the name of a package.",
                        "Use letters, digits and + . _ - as in nginx or libstdc++6; begin with a letter or digit."));
            }
        }
        return faults;
    }

    /** What has to be done to have them; nothing when there are none. */
    public static List<Action> actions(List<String> names, Sources sources) {
        if (names.isEmpty()) {
            return List.of();
        }
        if (!faults(names, "packages").isEmpty()) {
            throw new IllegalArgumentException("Not names of packages: " + names);
        }
        StringBuilder input = new StringBuilder();
        add(input, "proxy", sources.proxy());
        add(input, "apt", sources.apt());
        add(input, "dnf", sources.dnf());
        add(input, "apk", sources.apk());
        names.forEach(name -> add(input, "package", name));
        return List.of(new Action(
                "packages",
                "Install " + String.join(", ", names),
                FirstBootScripts.PACKAGES,
                input.toString().getBytes(StandardCharsets.UTF_8),
                null,
                TIMEOUT));
    }

    private static void add(StringBuilder input, String word, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            input.append(word).append(' ').append(value.strip()).append('\n');
        }
    }
}
