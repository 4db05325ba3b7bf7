package io.pando.libvirt;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** XML of domains for tests, each with a name of its own. */
final class Domains {
    private static final AtomicInteger LAST = new AtomicInteger();

    private Domains() {}

    static String newName() {
        return "pando-libvirt-test-" + ProcessHandle.current().pid() + "-" + LAST.incrementAndGet();
    }

    static String testXml(String name) {
        return testXml(name, UUID.randomUUID());
    }

    /** A domain for libvirt's test driver. */
    static String testXml(String name, UUID uuid) {
        return """
                <domain type='test'>
                  <name>%s</name><uuid>%s</uuid><memory unit='MiB'>64</memory><vcpu>2</vcpu>
                  <os><type arch='i686'>hvm</type></os>
                </domain>""".formatted(name, uuid);
    }
}
