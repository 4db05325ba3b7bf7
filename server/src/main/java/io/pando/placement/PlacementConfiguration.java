package io.pando.placement;

import io.pando.configuration.PandoProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The rules that this installation is configured with. A value out of its range fails the start. */
@Configuration
class PlacementConfiguration {

    @Bean
    Rules rules(PandoProperties properties) {
        PandoProperties.Placement placement = properties.placement();
        PandoProperties.Placement.Weights weights = placement.weights();
        return new Rules(
                placement.cpuOvercommit(),
                properties.host().memoryHeadroomMib(),
                placement.filling(),
                new Rules.Weights(
                        weights.image(), weights.filling(), weights.affinity(), weights.load(), weights.headroom()));
    }
}
