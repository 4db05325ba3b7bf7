package io.pando.host;

import io.pando.api.AddHost;
import io.pando.api.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may be said of a host. Pure. */
final class HostRules {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,39}");
    private static final Pattern RESOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,59}");
    private static final Pattern FOLDER = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9._-]{0,100}){2,20}");

    private HostRules() {}

    /** Everything that is wrong with a wish, at once. */
    static List<Fault> faults(AddHost wanted) {
        List<Fault> faults = new ArrayList<>();
        if (!NAME.matcher(wanted.name()).matches()) {
            faults.add(new Fault(
                    "name",
                    "A host's name has 1 to 40 lower-case letters, digits, hyphens and dots, and begins with a letter or digit.",
                    "For example rack2-host7."));
        }
        try {
            HostAddress.parse(wanted.uri());
        } catch (IllegalArgumentException wrong) {
            faults.add(new Fault(
                    "uri",
                    String.valueOf(wrong.getMessage()),
                    "For example qemu+tls://host7.example/system or qemu+ssh://root@host7.example/system."));
        }
        if (wanted.labels() != null) {
            faults.addAll(labelFaults(wanted.labels()));
        }
        resource("pool", wanted.pool(), faults);
        resource("network", wanted.network(), faults);
        if (wanted.poolPath() != null && !FOLDER.matcher(wanted.poolPath()).matches()) {
            faults.add(new Fault(
                    "poolPath",
                    "A pool's folder is an absolute path at least two deep, of letters, digits, dots, hyphens and underscores.",
                    "For example /var/lib/libvirt/images/pando."));
        }
        if (wanted.networkCidr() != null) {
            try {
                Subnet.parse(wanted.networkCidr());
            } catch (IllegalArgumentException wrong) {
                faults.add(new Fault("networkCidr", wrong.getMessage() + ".", "For example 10.83.0.0/24."));
            }
        }
        return faults;
    }

    static List<Fault> labelFaults(List<String> labels) {
        List<Fault> faults = new ArrayList<>();
        if (labels.size() > Labels.MOST) {
            faults.add(new Fault("labels", "A host has at most %d labels.".formatted(Labels.MOST), null));
        }
        for (int index = 0; index < Math.min(labels.size(), Labels.MOST); index++) {
            if (!Labels.isLabel(labels.get(index))) {
                faults.add(new Fault("labels[%d]".formatted(index), Labels.FORM, "For example ssd or zone=a."));
            }
        }
        return faults;
    }

    private static void resource(String field, @Nullable String name, List<Fault> faults) {
        if (name != null && !RESOURCE.matcher(name).matches()) {
            faults.add(new Fault(
                    field,
                    "A %s's name has 1 to 60 letters, digits, dots, hyphens and underscores, and begins with a letter or digit."
                            .formatted(field),
                    "Leave it out to use the one of the server's own host."));
        }
    }
}
