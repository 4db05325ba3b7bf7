package io.pando.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.CreateUser;
import io.pando.configuration.PandoProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What must stay secret is neither in the log nor in the files of the database. */
@ExtendWith(OutputCaptureExtension.class)
class CanaryTest extends EdgeTest {
    @Autowired
    @SuppressWarnings("NullAway.Init")
    private PandoProperties properties;

    @Test
    void secretsAreNeitherLoggedNorKept(CapturedOutput output) throws IOException {
        Person person = person();
        Browser browser = browser().signIn(person);
        String token = token(browser, null).secret();
        String session = String.valueOf(browser.cookies().get("pando_session"));
        send(withToken("/api/v1/nothing", token));
        browser.send("POST", "/api/v1/session?password=" + person.password(), new CreateUser("a", "b", token, null));
        List<String> secrets = List.of(person.password(), token, session);
        assertThat(output.getAll()).doesNotContain(secrets);
        try (Stream<Path> files = Files.list(properties.data())) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secrets);
            }
        }
    }
}
