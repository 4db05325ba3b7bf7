package io.pando.web;

import io.pando.configuration.PandoProperties;
import io.pando.database.SettableClock;
import java.time.Instant;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Primary;

/** The server with its edge only: no hosts, machines or jobs. Its clock is moved by hand. */
@EnableAutoConfiguration
@EnableConfigurationProperties(PandoProperties.class)
@ComponentScan(
        basePackages = {"io.pando.database", "io.pando.secret", "io.pando.access", "io.pando.audit", "io.pando.web"},
        excludeFilters = @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class))
class EdgeApplication {

    @Bean
    @Primary
    SettableClock settableClock() {
        return new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    }
}
