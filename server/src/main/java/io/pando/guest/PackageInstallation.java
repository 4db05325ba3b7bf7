package io.pando.guest;

import io.pando.configuration.PandoProperties;
import io.pando.guest.Customisation.Action;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Packages that are installed within a guest. Pure. */
public final class PackageInstallation {
    /** How many can be asked for. */
    public static final int MOST = 64;

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
            @Nullable String apk) {

        /** As the server was told. */
        public static Sources of(PandoProperties properties) {
            PandoProperties.Packages packages = properties.guests().packages();
            return new Sources(packages.proxy(), packages.apt(), packages.dnf(), packages.apk());
        }
    }

    /** Whether a package can be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** What has to be done to have them; nothing when there are none. */
    public static List<Action> actions(List<String> names, Sources sources) {
        if (names.isEmpty()) {
            return List.of();
        }
        if (names.size() > MOST || !names.stream().allMatch(PackageInstallation::isName)) {
            throw new IllegalArgumentException("Not names of packages: " + names);
        }
        StringBuilder input = new StringBuilder(lines(sources));
        names.forEach(name -> add(input, "package", name));
        return List.of(new Action(
                "packages",
                "Install " + String.join(", ", names),
                FirstBootScripts.PACKAGES,
                input.toString().getBytes(StandardCharsets.UTF_8),
                null,
                TIMEOUT));
    }

    /** From where packages come, as scripts are told. */
    public static byte[] settings(Sources sources) {
        return lines(sources).getBytes(StandardCharsets.UTF_8);
    }

    private static String lines(Sources sources) {
        StringBuilder lines = new StringBuilder();
        add(lines, "proxy", sources.proxy());
        add(lines, "apt", sources.apt());
        add(lines, "dnf", sources.dnf());
        add(lines, "apk", sources.apk());
        return lines.toString();
    }

    private static void add(StringBuilder input, String word, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            input.append(word).append(' ').append(value.strip()).append('\n');
        }
    }
}
