package io.pando.access;

import io.pando.access.SessionBeginning.SignedIn;
import io.pando.access.Sessions.Entered;
import io.pando.api.Credentials;
import io.pando.api.OneTimeCode;
import io.pando.api.ProblemType;
import io.pando.api.Session;
import io.pando.api.TokenRight;
import io.pando.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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

    /**
     * Signs in with name and password; the session is in the cookie of the answer. Where the account has a second factor the answer is
     * 401 second-factor-needed, and its cookie lets the code follow.
     */
    @PostMapping
    @Requires(Right.ANYONE)
    ResponseEntity<Session> signIn(
            @RequestBody Credentials credentials,
            @AuthenticationPrincipal @Nullable Caller replaced,
            HttpServletRequest request,
            HttpServletResponse response) {
        return switch (sessions.signIn(credentials, SessionOrigin.of(request), replaced)) {
            case Entered.Whole whole -> signedIn(request, whole.signedIn());
            case Entered.Half half -> {
                response.addHeader(HttpHeaders.SET_COOKIE, SessionCookie.setHalf(request, half.secret()));
                throw new ProblemException(
                        ProblemType.SECOND_FACTOR_NEEDED,
                        "The password is right; a one-time code is needed, too.",
                        "Send the code of the app, or a recovery code, within five minutes.");
            }
        };
    }

    /** Goes on with a one-time or recovery code. */
    @PostMapping("/second-factor")
    @Requires(Right.ANYONE)
    ResponseEntity<Session> signInWithCode(
            @RequestBody OneTimeCode code,
            @AuthenticationPrincipal @Nullable Caller replaced,
            HttpServletRequest request) {
        String half = SessionCookie.readHalf(request).orElse("");
        SignedIn signedIn = sessions.signIn(half, code.code(), SessionOrigin.of(request), replaced);
        return ResponseEntity.ok()
                .header(
                        HttpHeaders.SET_COOKIE,
                        SessionCookie.set(request, signedIn.secret()),
                        SessionCookie.clearHalf(request))
                .body(signedIn.session());
    }

    private static ResponseEntity<Session> signedIn(HttpServletRequest request, SignedIn signedIn) {
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
