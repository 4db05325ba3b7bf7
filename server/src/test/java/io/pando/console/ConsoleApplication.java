package io.pando.console;

import io.pando.configuration.PandoProperties;
import io.pando.database.SettableClock;
import io.pando.guest.Guests;
import java.time.Instant;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Primary;

/** The server with its edge and its consoles: machines and guests are the test's. Its clock is moved by hand. */
@EnableAutoConfiguration
@EnableConfigurationProperties(PandoProperties.class)
@ComponentScan(
        basePackages = {
            "io.pando.database",
            "io.pando.secret",
            "io.pando.access",
            "io.pando.audit",
            "io.pando.web",
            "io.pando.console"
        },
        excludeFilters = @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class))
class ConsoleApplication {

    @Bean
    @Primary
    SettableClock settableClock() {
        return new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    }

    @Bean
    FakeMachines machines() {
        return new FakeMachines();
    }

    @Bean
    FakeLines lines() {
        return new FakeLines();
    }

    @Bean
    Guests guests(FakeLines lines) {
        return new Guests(hostId -> lines);
    }
}
