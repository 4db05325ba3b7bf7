package io.pando.access;

import io.pando.api.ProblemType;
import io.pando.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What guards the server's addresses: the API needs a credential unless it says otherwise, the page's files are public. */
@Configuration
class AccessConfiguration implements WebMvcConfigurer {
    private static final String API = "/api/**";
    private static final String SIGN_IN = "/api/v1/session";
    private static final String CODE = SIGN_IN + "/second-factor";
    private static final String REDEMPTION = "/api/v1/hand-overs/redemption";
    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "connect-src 'self' ws: wss:",
            "font-src 'self' data:",
            "object-src 'none'",
            "base-uri 'self'",
            "frame-ancestors 'none'",
            "form-action 'self'");

    private final RequestLimits limits;

    AccessConfiguration(RequestLimits limits) {
        this.limits = limits;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new RequiresInterceptor());
        registry.addInterceptor(limits);
    }

    @Bean
    @Order(1)
    SecurityFilterChain api(
            HttpSecurity http,
            Authenticator authenticator,
            Origins origins,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        http.securityMatcher(API)
                .addFilterBefore(new CredentialFilter(authenticator), CsrfFilter.class)
                .addFilterBefore(new OriginFilter(origins, problems), CsrfFilter.class)
                .csrf(csrf -> csrf.spa()
                        .csrfTokenRepository(csrfTokens())
                        // Every request is authenticated anew here. A token that changed with each of them would no
                        // longer be the
                        // one that a request sent at the same time repeats.
                        .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy())
                        .requireCsrfProtectionMatcher(AccessConfiguration::needsConfirmation))
                .authorizeHttpRequests(
                        requests -> requests.requestMatchers(HttpMethod.GET, "/api/v1/about", "/api/v1/openapi.json")
                                .permitAll()
                                .requestMatchers(
                                        HttpMethod.POST,
                                        SIGN_IN,
                                        CODE,
                                        "/api/v1/hand-overs",
                                        REDEMPTION,
                                        "/api/v1/invitations/look",
                                        "/api/v1/invitations/redeem")
                                .permitAll()
                                .requestMatchers(HttpMethod.GET, "/api/v1/sign-in", "/api/v1/sign-in/**")
                                .permitAll()
                                // A browser cannot send headers with a WebSocket: its ticket is the credential.
                                .requestMatchers("/api/v1/console/**")
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .exceptionHandling(exceptions -> exceptions
                        .authenticationEntryPoint((request, response, failure) ->
                                problems.resolveException(request, response, null, CredentialFilter.refusal(request)))
                        .accessDeniedHandler((request, response, failure) -> problems.resolveException(
                                request,
                                response,
                                null,
                                failure instanceof CsrfException csrf ? unconfirmed(csrf) : forbidden(failure))))
                .headers(AccessConfiguration::headers);
        return stateless(http);
    }

    @Bean
    @Order(2)
    SecurityFilterChain page(HttpSecurity http) {
        http.csrf(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .headers(headers -> {
                    headers(headers);
                    headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable);
                });
        return stateless(http);
    }

    private static SecurityFilterChain stateless(HttpSecurity http) {
        return http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .build();
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny);
    }

    /** Where another site could make a browser act for the person who is signed in, or sign that person in as somebody else. */
    private static boolean needsConfirmation(HttpServletRequest request) {
        return CsrfFilter.DEFAULT_CSRF_MATCHER.matches(request)
                && (SessionCookie.read(request).isPresent()
                        || request.getRequestURI().equals(SIGN_IN)
                        || request.getRequestURI().equals(CODE));
    }

    private static CookieCsrfTokenRepository csrfTokens() {
        CookieCsrfTokenRepository tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
        tokens.setCookiePath("/");
        tokens.setCookieCustomizer(cookie -> cookie.sameSite("Strict"));
        return tokens;
    }

    private static ProblemException unconfirmed(CsrfException cause) {
        return new ProblemException(
                ProblemType.FORBIDDEN,
                "The request does not show that Pando's own page sent it.",
                "Repeat the value of the cookie XSRF-TOKEN, which every GET sets, in the header X-XSRF-TOKEN.",
                List.of(),
                cause);
    }

    private static ProblemException forbidden(Exception cause) {
        return new ProblemException(
                ProblemType.FORBIDDEN, "You may not do this.", "Ask an administrator.", List.of(), cause);
    }
}
