package io.pando.access;

import io.pando.api.ActiveSession;
import io.pando.api.Page;
import io.pando.api.TokenRight;
import io.pando.paging.Paging;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The sessions that are open, and ending them. */
@RestController
class SessionsController {
    private final Sessions sessions;

    SessionsController(Sessions sessions) {
        this.sessions = sessions;
    }

    /** One's own sessions that have not ended, the one that was used last first. */
    @GetMapping("/api/v1/sessions")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.ACCOUNT)
    Page<ActiveSession> list(@AuthenticationPrincipal Caller caller, Paging paging) {
        return sessions.list(caller, paging);
    }

    /** Ends one of one's sessions; what was opened with it is closed. */
    @DeleteMapping("/api/v1/sessions/{id}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.ACCOUNT)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        sessions.end(caller, id);
    }

    /** Signs out everywhere, here too; with {@code tokens=true} withdraws all API tokens as well. */
    @DeleteMapping("/api/v1/sessions")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.ACCOUNT)
    ResponseEntity<Void> endAll(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(defaultValue = "false") boolean tokens,
            HttpServletRequest request) {
        sessions.endAll(caller, tokens);
        return ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, SessionCookie.clear(request))
                .build();
    }

    /** Ends all sessions and withdraws all API tokens of somebody's account. */
    @DeleteMapping("/api/v1/users/{id}/sessions")
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endAllOfUser(@PathVariable String id) {
        sessions.endAllOf(id);
    }
}
