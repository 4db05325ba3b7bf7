package io.pando;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.web.GoldenOpenApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole server, on libvirt's test driver: starts, and describes its API as it was agreed. */
class OpenApiGoldenTest {

    @Test
    void describesTheApiAsItWasAgreed(@TempDir Path data) throws IOException, InterruptedException {
        try (ConfigurableApplicationContext server = new SpringApplicationBuilder(PandoApplication.class)
                .run(
                        "--server.port=0",
                        "--pando.data=" + data,
                        "--pando.host.uri=test:///default",
                        "--pando.access.administrator-password=correct horse battery")) {
            String port = server.getEnvironment().getRequiredProperty("local.server.port");
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:%s/api/v1/openapi.json".formatted(port)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            GoldenOpenApi.check(answer.body());
        }
    }
}
