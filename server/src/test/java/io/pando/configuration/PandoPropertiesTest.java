package io.pando.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.api.Filling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PandoPropertiesTest {

    /** A default that changes by mistake changes installations: each is said here once more. */
    @Test
    void theDefaultsAreThese() {
        PandoProperties defaults = bind(Map.of());

        assertThat(defaults)
                .isEqualTo(new PandoProperties(
                        Path.of("/var/lib/pando"),
                        "pando",
                        new PandoProperties.Database(null, null, null, 8),
                        new PandoProperties.Host(
                                "local",
                                "qemu:///system",
                                "pando",
                                Path.of("/var/lib/libvirt/images/pando"),
                                "pando",
                                "10.83.0.0/24",
                                Duration.ofSeconds(5),
                                512,
                                Duration.ofSeconds(10),
                                null,
                                null,
                                null,
                                null),
                        new PandoProperties.Images(
                                List.of(Path.of("/var/lib/pando/import"), Path.of("/srv/images")), 2048),
                        new PandoProperties.Jobs(8, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                        new PandoProperties.Guests(
                                Duration.ofMinutes(5),
                                Duration.ofSeconds(60),
                                new PandoProperties.Packages(null, null, null, null)),
                        new PandoProperties.Access(
                                null, Duration.ofHours(12), false, false, List.of(), null, 600, Map.of()),
                        new PandoProperties.Imports(
                                256, 10, Duration.ofHours(24), List.of(80, 443), 64, Duration.ofMinutes(1), List.of()),
                        new PandoProperties.Placement(
                                8, Filling.PACK, new PandoProperties.Placement.Weights(30, 40, 60, 10, 0)),
                        new PandoProperties.Builder(null, Duration.ofSeconds(45), 2),
                        new PandoProperties.Moves(null, false)));
    }

    @Test
    void anUnknownKeyIsRefused() {
        assertThatThrownBy(() -> bind(Map.of("pando.host.pol", "typo")))
                .isInstanceOf(BindException.class)
                .hasRootCauseMessage("The elements [pando.host.pol] were left unbound.");
    }

    @Test
    void anUnknownKeyOfAProviderIsRefused() {
        assertThatThrownBy(() -> bind(Map.of(
                        "pando.access.oidc.corp.issuer", "https://id.example",
                        "pando.access.oidc.corp.client-id", "pando",
                        "pando.access.oidc.corp.secret", "typo")))
                .isInstanceOf(BindException.class)
                .hasRootCauseMessage("The elements [pando.access.oidc.corp.secret] were left unbound.");
    }

    @Test
    void secretsAreNotPartOfWhatIsLogged() {
        assertThat(bind(Map.of(
                        "pando.access.administrator-password", "canary-1",
                        "pando.database.password", "canary-2",
                        "pando.access.oidc.corp.issuer", "https://id.example",
                        "pando.access.oidc.corp.client-id", "pando",
                        "pando.access.oidc.corp.client-secret", "canary-3")))
                .asString()
                .doesNotContain("canary");
    }

    private static PandoProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate(
                        "pando",
                        Bindable.of(PandoProperties.class),
                        new NoUnboundElementsBindHandler(BindHandler.DEFAULT, source -> true));
    }
}
