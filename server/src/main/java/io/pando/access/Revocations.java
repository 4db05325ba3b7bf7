package io.pando.access;

import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Tells other features that credentials have ended. */
@Component
final class Revocations {
    private final ApplicationEventPublisher events;

    Revocations(ApplicationEventPublisher events) {
        this.events = events;
    }

    /** To be called after the commit. */
    void publish(List<String> credentialIds, String userId) {
        credentialIds.forEach(id -> events.publishEvent(new CredentialRevoked(id, userId)));
    }
}
