package io.pando.access;

import io.pando.api.Credentials;
import io.pando.api.Session;
import io.pando.api.TokenRight;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Signing in and out. */
@RestController
@RequestMapping("/api/v1/session")
class SessionController {
    private final Sessions sessions;

    SessionController(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Signs in with name and password; the session is in the cookie of the answer. */
    @PostMapping
    @Requires(Right.ANYONE)
    ResponseEntity<Session> signIn(
            @RequestBody Credentials credentials,
            @AuthenticationPrincipal @Nullable Caller replaced,
            HttpServletRequest request) {
        Sessions.SignedIn signedIn = sessions.signIn(credentials, request.getRemoteAddr(), replaced);
        return ResponseEntity.ok()
                .header(HttpHeaders.SET_COOKIE, SessionCookie.set(request, signedIn.secret()))
                .body(signedIn.session());
    }

    /** Who is signed in, and until when. */
    @GetMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Session show(@AuthenticationPrincipal Caller caller) {
        return sessions.session(caller);
    }

    /** Signs out: ends the session or token that the request carries. */
    @DeleteMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    ResponseEntity<Void> signOut(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        sessions.signOut(caller);
        return ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, SessionCookie.clear(request))
                .build();
    }
}
