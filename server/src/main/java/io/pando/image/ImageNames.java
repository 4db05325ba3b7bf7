package io.pando.image;

import io.pando.api.Fault;
import io.pando.api.ProblemType;
import io.pando.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What images and everything that belongs to them are called. Pure. */
final class ImageNames {
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,39}");

    private static final int LONGEST = 40;
    private static final int LONGEST_DESCRIPTION = 2_000;

    private ImageNames() {}

    /** What is wrong with a name and a description that somebody has chosen. */
    static List<Fault> faults(String name, @Nullable String description) {
        List<Fault> faults = new ArrayList<>();
        if (!NAME.matcher(name).matches()) {
            faults.add(new Fault(
                    "name",
                    "An image's name has 1 to 40 lower-case letters, digits, hyphens and dots, and begins with a letter or digit.",
                    "For example debian-12."));
        }
        if (description != null && description.length() > LONGEST_DESCRIPTION) {
            faults.add(new Fault("description", "A description has at most 2,000 characters.", "Shorten it."));
        }
        return faults;
    }

    /** Another image is called so. */
    static ProblemException taken(String name) {
        return new ProblemException(
                ProblemType.NAME_TAKEN,
                "There is an image %s already.".formatted(name),
                "Choose another name, or delete that image first.");
    }

    static String disk(String name, String id) {
        return "image-%s-%s.qcow2".formatted(name, id.substring(0, 8));
    }

    static String masterDisk(String name, String id) {
        return "master-%s-%s.qcow2".formatted(name, id.substring(0, 8));
    }

    /** The volume for the variables of the master's UEFI. */
    static String variables(String id) {
        return "variables-%s.fd".formatted(id);
    }

    /** While it is being copied; a leading dot keeps it out of people's sight. */
    static String partialDisk(String disk) {
        return "." + disk + ".part";
    }

    /** While it is being sealed. */
    static String draft(String disk) {
        return "draft-" + disk;
    }

    /** What a staged image is called when nobody says otherwise: the model's name, shortened where it must be, and the version. */
    static String version(String model, int version) {
        String end = "-v" + version;
        return model.substring(0, Math.min(model.length(), LONGEST - end.length()))
                        .replaceAll("[.-]+$", "")
                + end;
    }

    static String domain(String instance, String name) {
        return "%s.master.%s".formatted(instance, name);
    }
}
