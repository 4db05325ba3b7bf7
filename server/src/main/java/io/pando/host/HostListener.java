package io.pando.host;

import java.util.UUID;

/** A bean that hears what happens on hosts. Called on a thread that may block a little. */
public interface HostListener {

    /** A domain has started, stopped, paused, continued, rebooted, or was forgotten. Look at it to know its state now. */
    void domainChanged(String hostId, UUID domain);

    /** The host answers again, or for the first time: anything may have changed meanwhile. */
    void connected(String hostId);

    /** The host no longer answers. */
    void disconnected(String hostId);
}
