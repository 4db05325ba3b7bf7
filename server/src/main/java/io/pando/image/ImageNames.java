package io.pando.image;

import java.util.regex.Pattern;

/** What images and everything that belongs to them are called. Pure. */
final class ImageNames {
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,39}");

    private static final int LONGEST = 40;

    private ImageNames() {}

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
