package io.pando.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.pando.api.ProblemType;
import io.pando.api.SignInProvider;
import io.pando.configuration.PandoProperties;
import io.pando.configuration.PandoProperties.Oidc;
import io.pando.problem.ProblemException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.stereotype.Component;

/** The OpenID providers of the configuration, and what they say of themselves. Thread-safe. */
@Component
final class OpenIdProviders {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");
    /** What a provider says of itself hardly changes, but keys and addresses move now and then. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Map<String, Oidc> settings;
    private final Cache<String, ClientRegistration> registrations =
            Caffeine.newBuilder().expireAfterWrite(REMEMBERED).build();

    OpenIdProviders(PandoProperties properties) {
        this.settings = properties.access().oidc();
        List<String> wrong = new ArrayList<>();
        settings.forEach((name, provider) -> check(name, provider, wrong));
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(String.join("; ", wrong));
        }
    }

    private static void check(String name, Oidc provider, List<String> wrong) {
        String key = "pando.access.oidc." + name;
        if (!NAME.matcher(name).matches()) {
            wrong.add(key + " has a name that is not 1 to 32 lower-case letters, digits and hyphens");
        }
        if (provider.issuer() == null) {
            wrong.add(key + ".issuer is missing");
        } else if (!encrypted(provider.issuer())) {
            wrong.add(key + ".issuer must begin with https://, or be on the loopback interface");
        }
        if (provider.clientId() == null || provider.clientId().isBlank()) {
            wrong.add(key + ".client-id is missing");
        }
        if (!provider.scopes().contains("openid")) {
            wrong.add(key + ".scopes must have openid");
        }
        // Never HS…: the secret that verifies such a token would be the one that makes it.
        if (SignatureAlgorithm.from(provider.algorithm()) == null) {
            wrong.add(key + ".algorithm must be RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 or ES512");
        }
        provider.groups().forEach((group, grant) -> {
            if (!grant.matches("[^/]+/(owner|member|viewer)")) {
                wrong.add(key + ".groups." + group + " must be PROJECT/owner, PROJECT/member or PROJECT/viewer");
            }
        });
    }

    private static boolean encrypted(URI issuer) {
        if ("https".equals(issuer.getScheme())) {
            return true;
        }
        String host = Objects.requireNonNullElse(issuer.getHost(), "");
        if (!"http".equals(issuer.getScheme())) {
            return false;
        }
        try {
            return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    /** All of them, by name. */
    List<SignInProvider> list() {
        return settings.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new SignInProvider(
                        entry.getKey(),
                        Objects.requireNonNullElse(entry.getValue().label(), entry.getKey()),
                        "/api/v1/sign-in/" + entry.getKey()))
                .toList();
    }

    Oidc settings(String name) {
        Oidc provider = settings.get(name);
        if (provider == null) {
            throw ProblemException.notFound("sign-in provider", name);
        }
        return provider;
    }

    /**
     * As what Pando is registered with a provider, and where that answers; asks it when that is not known.
     *
     * @throws ProblemException when there is none of that name, or it does not answer
     */
    ClientRegistration registration(String name) {
        Oidc provider = settings(name);
        ClientRegistration known = registrations.getIfPresent(name);
        if (known == null) {
            known = discover(name, provider);
            registrations.put(name, known);
        }
        return known;
    }

    private static ClientRegistration discover(String name, Oidc provider) {
        try {
            // It checks that the document names the issuer that was asked for: one provider cannot pass itself off as
            // another.
            ClientRegistration.Builder registration = ClientRegistrations.fromOidcIssuerLocation(
                            provider.issuer().toString())
                    .registrationId(name)
                    .clientId(provider.clientId())
                    .scope(provider.scopes())
                    .userNameAttributeName("sub")
                    .redirectUri("{baseUrl}/api/v1/sign-in/" + name + "/callback");
            return provider.clientSecret() == null
                    ? registration
                            .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                            .build()
                    : registration.clientSecret(provider.clientSecret()).build();
        } catch (IllegalArgumentException | IllegalStateException failure) {
            throw new ProblemException(
                    ProblemType.PROVIDER_UNREACHABLE,
                    "The sign-in provider %s does not answer as an OpenID provider does.".formatted(name),
                    "Try again in a minute. If it stays, tell an administrator.",
                    List.of(),
                    failure);
        }
    }
}
