package io.pando.access;

import io.pando.access.SessionBeginning.SignedIn;
import io.pando.api.ProblemType;
import io.pando.configuration.PandoProperties;
import io.pando.configuration.PandoProperties.Oidc;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.problem.ProblemException;
import io.pando.secret.Secrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.stereotype.Service;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signing in at an OpenID provider: authorization code with PKCE (RFC 7636), state and nonce (OpenID Connect Core, section 3.1).
 *
 * <p>What has to be remembered meanwhile goes sealed into a cookie, so that people who begin and never come back leave nothing here. Spring
 * Security exchanges the code and judges the token; its filters and sessions are not used.
 */
@Service
final class OpenIdSignIn {
    /** How long somebody may take at the provider. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(OpenIdSignIn.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final OpenIdProviders providers;
    private final ExternalAccounts accounts;
    private final ExternalIdentityStore store;
    private final SessionBeginning beginning;
    private final SignInLimits limits;
    private final Secrets secrets;
    private final Database database;
    private final @Nullable URI address;
    private final Clock clock;
    private final OidcAuthorizationCodeAuthenticationProvider exchange;

    OpenIdSignIn(
            OpenIdProviders providers,
            ExternalAccounts accounts,
            ExternalIdentityStore store,
            SessionBeginning beginning,
            SignInLimits limits,
            Secrets secrets,
            Database database,
            PandoProperties properties,
            Clock clock) {
        this.providers = providers;
        this.accounts = accounts;
        this.store = store;
        this.beginning = beginning;
        this.limits = limits;
        this.secrets = secrets;
        this.database = database;
        this.address = properties.access().address();
        this.clock = clock;
        // Who somebody is stands in the token; nothing more is asked for.
        this.exchange = new OidcAuthorizationCodeAuthenticationProvider(
                new RestClientAuthorizationCodeTokenResponseClient(),
                request -> new DefaultOidcUser(List.of(new SimpleGrantedAuthority("OIDC_USER")), request.getIdToken()));
        OidcIdTokenDecoderFactory decoders = new OidcIdTokenDecoderFactory();
        decoders.setJwsAlgorithmResolver(registration -> SignatureAlgorithm.from(
                providers.settings(registration.getRegistrationId()).algorithm()));
        this.exchange.setJwtDecoderFactory(decoders);
    }

    /**
     * What the browser is to remember while the person is at the provider.
     *
     * @param back where on the page to go afterwards
     */
    record Memory(
            String provider, String state, String nonce, String verifier, String redirect, String back, Instant until) {
        @Override
        public String toString() {
            return "Memory[provider=" + provider + "]";
        }
    }

    /**
     * A sign-in that has begun.
     *
     * @param target where the browser goes
     * @param cookie what it remembers, sealed
     */
    record Begun(URI target, String cookie) {
        @Override
        public String toString() {
            return "Begun[]";
        }
    }

    /**
     * Begins.
     *
     * @param base how the browser reached this server, {@code https://host:port}
     * @param back path of the page to go to afterwards; null for its first
     */
    Begun begin(String name, String base, @Nullable String back) {
        ClientRegistration registration = providers.registration(name);
        Memory memory = new Memory(
                name,
                Secret.forSession(),
                Secret.forSession(),
                Secret.forSession(),
                (address == null ? base : address.toString()) + "/api/v1/sign-in/" + name + "/callback",
                ownPath(back),
                clock.instant().plus(PATIENCE));
        return new Begun(
                URI.create(request(registration, memory).getAuthorizationRequestUri()),
                secrets.seal(JSON.writeValueAsString(memory)));
    }

    /** Never anywhere else than on this page: an address from elsewhere must not lead people on. */
    private static String ownPath(@Nullable String back) {
        return back != null && back.matches("/[A-Za-z0-9][A-Za-z0-9/_.~?=&%-]*") ? back : "/";
    }

    private static OAuth2AuthorizationRequest request(ClientRegistration registration, Memory memory) {
        return OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(
                        Objects.requireNonNull(registration.getProviderDetails().getAuthorizationUri()))
                .clientId(registration.getClientId())
                .redirectUri(memory.redirect())
                .scopes(registration.getScopes())
                .state(memory.state())
                .additionalParameters(Map.of(
                        OidcParameterNames.NONCE, digest(memory.nonce()),
                        PkceParameterNames.CODE_CHALLENGE, digest(memory.verifier()),
                        PkceParameterNames.CODE_CHALLENGE_METHOD, "S256"))
                .attributes(Map.of(
                        OAuth2ParameterNames.REGISTRATION_ID, registration.getRegistrationId(),
                        OidcParameterNames.NONCE, memory.nonce(),
                        PkceParameterNames.CODE_VERIFIER, memory.verifier()))
                .build();
    }

    /**
     * What the provider has the browser bring.
     *
     * @param error null unless the provider refused
     * @param issuer who says so (RFC 9207); null where the provider does not tell
     */
    record Brought(
            @Nullable String code,
            @Nullable String state,
            @Nullable String error,
            @Nullable String issuer) {
        @Override
        public String toString() {
            return "Brought[error=" + error + ", issuer=" + issuer + "]";
        }
    }

    /**
     * Ends it: the provider has sent the browser back.
     *
     * @param cookie what {@link Begun} gave; null when the browser has lost it
     */
    SignedInAt end(String name, @Nullable String cookie, Brought brought, SessionOrigin origin) {
        Deed.present().action("session.signIn");
        Oidc settings = providers.settings(name);
        SignInLimits.Attempt attempt = limits.begin(origin.address(), "at " + name);
        Memory memory = remembered(name, cookie, brought.state());
        if (brought.issuer() != null
                && !brought.issuer().equals(settings.issuer().toString())) {
            throw refused("The answer says that it comes from another provider than the one that was asked.", null);
        }
        if (brought.error() != null || brought.code() == null) {
            throw refused("The provider did not let you in.", null);
        }
        if (!store.use(Secret.hash(memory.state()), memory.until(), clock.instant())) {
            throw refused("This answer of the provider was used already.", null);
        }
        OidcIdToken token = exchange(providers.registration(name), memory, brought.code());
        Deed.present().changing();
        SignedIn signedIn = database.inTransaction(
                () -> beginning.begin(accounts.of(name, settings, token), origin, name, () -> {}, null));
        attempt.succeeded();
        return new SignedInAt(signedIn, memory.back(), memory.redirect().startsWith("https:"));
    }

    /**
     * A session, and where to go with it.
     *
     * @param back path of the page
     * @param encrypted whether people reach the page by TLS
     */
    record SignedInAt(SignedIn signedIn, String back, boolean encrypted) {}

    private Memory remembered(String name, @Nullable String cookie, @Nullable String state) {
        if (cookie == null) {
            throw refused("This browser has not begun to sign in, or took longer than ten minutes.", null);
        }
        Memory memory;
        try {
            memory = JSON.readValue(secrets.open(cookie), Memory.class);
        } catch (IllegalStateException | IllegalArgumentException | JacksonException notOurs) {
            throw refused("What the browser remembers of the sign-in is not what it was told.", notOurs);
        }
        if (!memory.provider().equals(name)
                || state == null
                || !Secret.same(memory.state(), state)
                || !memory.until().isAfter(clock.instant())) {
            throw refused("The answer does not belong to the sign-in that this browser began.", null);
        }
        return memory;
    }

    private OidcIdToken exchange(ClientRegistration registration, Memory memory, String code) {
        OAuth2AuthorizationExchange both = new OAuth2AuthorizationExchange(
                request(registration, memory),
                OAuth2AuthorizationResponse.success(code)
                        .redirectUri(memory.redirect())
                        .state(memory.state())
                        .build());
        try {
            Object result = exchange.authenticate(new OAuth2LoginAuthenticationToken(registration, both));
            if (result instanceof OAuth2LoginAuthenticationToken done
                    && done.getPrincipal() instanceof OidcUser person
                    && person.getIdToken().getSubject() != null) {
                return person.getIdToken();
            }
            throw refused("The provider did not say who you are.", null);
        } catch (OAuth2AuthenticationException failure) {
            // It says what is wrong with the token, which the person can do nothing about; the token itself is not in
            // it.
            LOG.warn(
                    "Sign-in at {} was refused: {}",
                    registration.getRegistrationId(),
                    failure.getError().toString());
            throw refused("What the provider answered does not prove who you are.", failure);
        }
    }

    private static ProblemException refused(String detail, @Nullable Throwable cause) {
        return new ProblemException(
                ProblemType.PROVIDER_REFUSED, detail, "Sign in again from the beginning.", List.of(), cause);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
