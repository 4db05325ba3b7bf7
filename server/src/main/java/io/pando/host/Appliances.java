package io.pando.host;

import java.nio.file.Path;
import java.util.UUID;

/**
 * Throw-away domains on one host, which start a kernel and a file system in memory that Pando brings along. They are registered nowhere:
 * when one is switched off, nothing of it is left. They are no machines and appear in no list of machines.
 */
public interface Appliances {

    /** The line that leads into every appliance: the name of its port. */
    String LINE = "org.pando.builder.0";

    /**
     * Makes sure that the pool has a file with exactly these bytes, whatever is there under its name. The bytes are compared once for each
     * connection to the host.
     *
     * @param name in the pool; made from the digest, so that other bytes have other names
     * @param file on the server's own machine
     * @param sha256 of its bytes, in hexadecimal digits
     */
    void provide(String name, Path file, String sha256);

    /**
     * Starts an appliance.
     *
     * @throws HostException also when there is one of that UUID already
     */
    void start(ApplianceSpecification wanted);

    /** Opens the line into an appliance; what comes out of it was said by whatever is on its disks. */
    GuestLines.SerialLine open(UUID uuid);

    /** Whether there is an appliance of that UUID. */
    boolean exists(UUID uuid);

    /**
     * Cuts the power of an appliance, whereupon it is gone. One that is not there is no error; a domain that is not an appliance of this
     * installation is left alone.
     */
    void remove(UUID uuid);
}
