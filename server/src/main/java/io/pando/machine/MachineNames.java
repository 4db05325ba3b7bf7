package io.pando.machine;

import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What machines and everything that belongs to them are called: after their owner and themselves. Pure, but for random parts. */
final class MachineNames {
    static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,38}[a-z0-9])?");
    static final Pattern HOSTNAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int LONGEST_HOSTNAME = 63;
    private static final int LONGEST_NAME = 40;

    private static final SecureRandom RANDOM = new SecureRandom();

    private MachineNames() {}

    /** The dot stands in neither name, so no two pairs of owner and machine give the same. */
    static String domain(String instance, String owner, String machine) {
        return "%s.%s.%s".formatted(instance, owner, machine);
    }

    /** With a part of the id: a name may be used again while the disk of its last bearer is still being deleted. */
    static String disk(String owner, String machine, String id) {
        return "%s.%s-%s.qcow2".formatted(owner, machine, id.substring(0, 8));
    }

    /**
     * Another volume of a machine, called after its first one, with a random part: its name was never used before.
     *
     * @param part what it is for, for example {@code vdb}
     */
    static String volume(Hardware hardware, String part, String ending) {
        String first = hardware.disks().getFirst().volume();
        // The first one ends in .qcow2, or in the part and the random number of a layer of its own.
        String stem = first.replaceAll("(_[a-z0-9]+-[0-9a-f]{8})?\\.qcow2$", "");
        return "%s_%s-%08x.%s".formatted(stem, part, RANDOM.nextInt(), ending);
    }

    /** A name that is one, as near to what was written as may be. */
    static String corrected(String written) {
        String plain = Normalizer.normalize(written, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^[0-9-]+", "");
        String cut = plain.substring(0, Math.min(plain.length(), LONGEST_NAME)).replaceAll("-+$", "");
        return cut.isEmpty() ? "machine" : cut;
    }

    /** The name itself, or else the first with a number behind it that is not taken. */
    static String free(String name, Predicate<String> taken) {
        String stem = name.replaceAll("-?[0-9]+$", "");
        String base =
                stem.substring(0, Math.min(stem.length(), LONGEST_NAME - 5)).replaceAll("-+$", "");
        return Stream.concat(Stream.of(name), IntStream.range(2, 10_000).mapToObj(number -> base + "-" + number))
                .filter(Predicate.not(taken))
                .findFirst()
                .orElse(name);
    }

    /** What a machine is called before anybody has asked for it, within its guest too. */
    static String warm(String id) {
        return "warm-" + id.substring(0, 8);
    }

    /** The volume for the variables of a machine's UEFI. */
    static String variables(String machineId) {
        return "variables-%s.fd".formatted(machineId);
    }

    /** The volume that a machine is started with for the first time. */
    static String seed(String machineId) {
        return "seed-%s.iso".formatted(machineId);
    }

    /** The instance-id within a system serial number, so that cloud-init finds the same one when the seed is gone. */
    static String instanceId(String serial) {
        return serial.replaceAll("^.*;i=([^;]*).*$", "$1");
    }

    static String hostname(String owner, String machine) {
        String name = owner + "-" + machine;
        return name.length() <= LONGEST_HOSTNAME
                ? name
                : name.substring(0, LONGEST_HOSTNAME).replaceAll("-+$", "");
    }
}
