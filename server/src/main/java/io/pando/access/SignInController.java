package io.pando.access;

import io.pando.access.OpenIdSignIn.Begun;
import io.pando.access.OpenIdSignIn.Brought;
import io.pando.access.OpenIdSignIn.SignedInAt;
import io.pando.api.SignInProvider;
import io.pando.event.Deed;
import io.pando.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** Signing in at OpenID providers. A browser comes here by links and redirections, so these answer with pages where people see them. */
@RestController
@RequestMapping("/api/v1/sign-in")
class SignInController {
    private static final String COOKIE = "pando_sign_in";
    private static final String PATH = "/api/v1/sign-in";

    private final OpenIdProviders providers;
    private final OpenIdSignIn signIn;

    SignInController(OpenIdProviders providers, OpenIdSignIn signIn) {
        this.providers = providers;
        this.signIn = signIn;
    }

    /** At which providers one can sign in; empty when the configuration has none. */
    @GetMapping
    @Requires(Right.ANYONE)
    List<SignInProvider> list() {
        return providers.list();
    }

    /** Sends the browser to a provider. */
    @GetMapping("/{provider}")
    @Requires(Right.ANYONE)
    ResponseEntity<String> begin(
            @PathVariable String provider,
            @RequestParam(required = false) @Nullable String back,
            HttpServletRequest request) {
        try {
            Begun begun = signIn.begin(provider, base(request), back);
            return ResponseEntity.status(HttpStatus.FOUND)
                    .location(begun.target())
                    .header(HttpHeaders.SET_COOKIE, cookie(request, begun.cookie(), OpenIdSignIn.PATIENCE))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        } catch (ProblemException refused) {
            return page(request, refused);
        }
    }

    /** Where a provider sends the browser back to, with code and state or an error, and with whatever it likes to add. */
    @GetMapping("/{provider}/callback")
    @Requires(Right.ANYONE)
    ResponseEntity<String> end(
            @PathVariable String provider, @RequestParam Map<String, String> brought, HttpServletRequest request) {
        try {
            SignedInAt signedIn = signIn.end(
                    provider,
                    SessionCookie.read(request, COOKIE).orElse(null),
                    new Brought(brought.get("code"), brought.get("state"), brought.get("error"), brought.get("iss")),
                    SessionOrigin.of(request));
            return ResponseEntity.status(HttpStatus.FOUND)
                    .location(URI.create(signedIn.back()))
                    .header(
                            HttpHeaders.SET_COOKIE,
                            SessionCookie.set(
                                    signedIn.encrypted() || SessionCookie.encrypted(request),
                                    signedIn.signedIn().secret()),
                            cookie(request, "", Duration.ZERO))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        } catch (ProblemException refused) {
            return page(request, refused);
        }
    }

    private static ResponseEntity<String> page(HttpServletRequest request, ProblemException refused) {
        Deed.present().refused(refused.type().code(), refused.problem().detail());
        String help = refused.problem().help();
        String html = """
                <!doctype html><html lang="en"><meta charset="utf-8"><title>Pando</title>
                <body style="font-family:sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem">
                <h1>You are not signed in</h1><p>%s</p><p>%s</p><p><a href="/">Back to Pando</a></p></body></html>
                """.formatted(
                HtmlUtils.htmlEscape(refused.problem().detail()), HtmlUtils.htmlEscape(help == null ? "" : help));
        return ResponseEntity.status(refused.type().status())
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .header(HttpHeaders.SET_COOKIE, cookie(request, "", Duration.ZERO))
                .body(html);
    }

    private static String base(HttpServletRequest request) {
        int port = request.getServerPort();
        boolean usual = port == ("https".equals(request.getScheme()) ? 443 : 80);
        return request.getScheme() + "://" + request.getServerName() + (usual ? "" : ":" + port);
    }

    /** Lax and not Strict: it has to come along when the provider sends the browser back. */
    private static String cookie(HttpServletRequest request, String value, Duration age) {
        return ResponseCookie.from(COOKIE, value)
                .httpOnly(true)
                .sameSite("Lax")
                .secure(SessionCookie.encrypted(request))
                .path(PATH)
                .maxAge(age)
                .build()
                .toString();
    }
}
