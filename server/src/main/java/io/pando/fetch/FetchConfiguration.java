package io.pando.fetch;

import io.pando.configuration.PandoProperties;
import java.net.InetAddress;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How names are resolved, and which addresses are allowed. */
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
}
