package io.pando.web;

import io.pando.access.Caller;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.TokenRight;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What changes, while it changes. */
@RestController
class EventController {
    private static final Logger LOG = LoggerFactory.getLogger(EventController.class);

    private final EventStream stream;

    EventController(EventStream stream) {
        this.stream = stream;
    }

    /** Changes of what the caller may see, as server-sent events, as long as the caller listens. The first is named hello. */
    @GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    void follow(@AuthenticationPrincipal Caller caller, HttpServletRequest request, HttpServletResponse response) {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // A reverse proxy that collects answers would hold events back.
        response.setHeader("X-Accel-Buffering", "no");
        AsyncContext listening = request.startAsync();
        listening.setTimeout(0);
        // As many listen as have the page open: they are not to occupy the threads that answer requests.
        Thread.ofVirtual().name("events of " + caller.name()).start(() -> follow(caller, listening));
    }

    private void follow(Caller caller, AsyncContext listening) {
        try {
            stream.follow(caller, listening.getResponse().getOutputStream());
        } catch (IOException gone) {
            LOG.debug("{} no longer listens", caller.name(), gone);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            listening.complete();
        }
    }
}
