package io.pando.host;

import io.pando.api.HostFeature;
import io.pando.libvirt.Connection;
import io.pando.libvirt.LibvirtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What machines of a host can have besides a BIOS.
 *
 * @see <a href="https://libvirt.org/formatdomaincaps.html">libvirt: Domain capabilities</a>
 */
final class HostFeatures {
    private HostFeatures() {}

    /** A driver that does not tell is taken to have everything: the machine's start will show. */
    static List<HostFeature> of(Connection connection, String architecture) {
        try {
            return read(Xml.parse(connection.domainCapabilitiesXml(null, architecture, "q35", null)));
        } catch (LibvirtException failure) {
            if (failure.isConnectionLost()) {
                throw failure;
            }
            return Arrays.asList(HostFeature.values());
        }
    }

    static List<HostFeature> read(Xml capabilities) {
        List<HostFeature> features = new ArrayList<>();
        boolean efi = capabilities
                .find("os")
                .filter(os -> offers(os, "firmware", "efi"))
                .isPresent();
        if (efi) {
            features.add(HostFeature.UEFI);
            if (capabilities
                    .find("os", "loader")
                    .filter(loader -> offers(loader, "secure", "yes"))
                    .isPresent()) {
                features.add(HostFeature.SECURE_BOOT);
            }
        }
        if (capabilities
                .find("devices", "tpm")
                .filter(tpm -> offers(tpm, "backendModel", "emulator"))
                .isPresent()) {
            features.add(HostFeature.TPM);
        }
        return features;
    }

    private static boolean offers(Xml element, String name, String value) {
        return element.children("enum").stream()
                .filter(list -> list.get("name").equals(name))
                .flatMap(list -> list.children("value").stream())
                .anyMatch(offered -> offered.content().equals(value));
    }
}
