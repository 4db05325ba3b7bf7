package io.pando.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds a host.
 *
 * @param name how people call it: 1 to 40 lower-case letters, digits, hyphens and dots, begins with a letter or digit
 * @param uri {@code qemu+tls://HOST/system}, with {@code ?pkipath=FOLDER} where its certificates are not in the usual place;
 *     {@code qemu+ssh://USER@HOST/system}; {@code qemu:///system}; {@code test:///default}
 * @param labels null means none
 * @param pool name of the storage pool to use, made when absent; null means as on the server's own host
 * @param poolPath folder of that pool when it has to be made; null means as on the server's own host
 * @param network name of the network that machines are plugged into, made when absent; null means as on the server's own host
 * @param networkCidr IPv4 range of that network when it has to be made; null means as on the server's own host
 */
public record AddHost(
        String name,
        String uri,
        @Nullable List<String> labels,
        @Nullable String pool,
        @Nullable String poolPath,
        @Nullable String network,
        @Nullable String networkCidr) {}
