package io.pando.web;

import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.About;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who answers. */
@RestController
class AboutController {
    private final About about = new About("Pando", version(), "v1");

    /** Product and version; the only answer besides signing in that needs no credential. */
    @GetMapping("/api/v1/about")
    @Requires(Right.ANYONE)
    About about() {
        return about;
    }

    /** As the build wrote it into the archive; a server that runs from its classes has none. */
    private static String version() {
        try (InputStream description =
                AboutController.class.getResourceAsStream("/META-INF/maven/io.pando/pando-server/pom.properties")) {
            if (description == null) {
                return "development";
            }
            Properties properties = new Properties();
            properties.load(description);
            return properties.getProperty("version", "development");
        } catch (IOException failure) {
            throw new UncheckedIOException("The version cannot be read", failure);
        }
    }
}
