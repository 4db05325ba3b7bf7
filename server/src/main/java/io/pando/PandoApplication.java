package io.pando;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the Pando server. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class PandoApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(PandoApplication.class, arguments);
    }
}
