package io.pando.fetch;

import io.pando.configuration.PandoProperties;
import java.net.InetAddress;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How names are resolved, which addresses are allowed, and how time passes. */
@Configuration
class FetchConfiguration {

    @Bean
    NameResolver namesOfTheSystem() {
        return host -> List.of(InetAddress.getAllByName(host));
    }

    @Bean
    AddressRules addressRules(PandoProperties properties) {
        return AddressRules.allowing(properties.imports().fetchAllow());
    }

    @Bean
    Ticks ticksOfTheClock() {
        return (period, call) -> {
            Thread ticking = Thread.ofVirtual().name("ticks").start(() -> {
                try {
                    while (true) {
                        Thread.sleep(period);
                        call.run();
                    }
                } catch (InterruptedException closed) {
                    Thread.currentThread().interrupt();
                }
            });
            return ticking::interrupt;
        };
    }
}
