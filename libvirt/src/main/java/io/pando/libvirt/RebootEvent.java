package io.pando.libvirt;

import java.util.UUID;

/** A guest that began to reboot, by itself or when asked: {@code VIR_DOMAIN_EVENT_ID_REBOOT}. */
public record RebootEvent(UUID domain, String name) {}
