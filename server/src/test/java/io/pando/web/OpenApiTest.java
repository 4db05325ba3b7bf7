package io.pando.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenApiTest extends EdgeTest {

    @Test
    void describesEveryEndpointToEverybody() {
        JsonNode description = description();
        assertThat(description.at("/openapi").asString()).startsWith("3.1");
        assertThat(description.at("/servers/0/url").asString()).isEqualTo("/");
        assertThat(description.at("/paths").propertyNames())
                .contains("/api/v1/session", "/api/v1/tokens/{id}", "/api/v1/events", "/api/v1/about")
                .allMatch(path -> path.startsWith("/api/v1/"))
                .doesNotContain("/api/v1/openapi.json");
    }

    @Test
    void namesEachOperationOnceAndItsProblems() {
        List<String> ids = new ArrayList<>();
        for (JsonNode path : description().at("/paths").values()) {
            for (JsonNode operation : path.values()) {
                ids.add(operation.at("/operationId").asString());
                assertThat(operation
                                .at("/responses/default/content/application~1problem+json/schema/$ref")
                                .asString())
                        .isEqualTo("#/components/schemas/Problem");
            }
        }
        assertThat(ids).doesNotHaveDuplicates().contains("sessionSignIn", "tokenCreate", "userList", "eventFollow");
    }

    @Test
    void saysWhatEachNeeds() {
        JsonNode paths = description().at("/paths");
        assertThat(paths.at("/~1api~1v1~1about/get/security").isMissingNode()).isTrue();
        assertThat(paths.at("/~1api~1v1~1tokens/get/security").toString())
                .isEqualTo("[{\"session\":[]},{\"token\":[]}]");
        assertThat(paths.at("/~1api~1v1~1users/get/x-pando-requires").asString())
                .isEqualTo("administrator");
        assertThat(paths.at("/~1api~1v1~1tokens/get/parameters").toString())
                .contains("\"name\":\"limit\"", "\"maximum\":100", "\"name\":\"offset\"")
                .doesNotContain("caller", "paging");
    }

    @Test
    void saysWhichFieldsMustBeThere() {
        JsonNode schemas = description().at("/components/schemas");
        assertThat(schemas.at("/CreateToken/required").toString()).isEqualTo("[\"name\"]");
        assertThat(schemas.at("/CreateToken/properties").propertyNames()).contains("name", "lifetimeSeconds");
        assertThat(schemas.at("/Problem/required").toString())
                .isEqualTo("[\"detail\",\"faults\",\"status\",\"title\",\"type\"]");
        assertThat(schemas.at("/Token/properties/expiresAt/format").asString()).isEqualTo("date-time");
        assertThat(schemas.propertyNames()).contains("PageToken", "PageUser", "Fault", "Problem");
    }

    private JsonNode description() {
        HttpResponse<String> response = send(request("/api/v1/openapi.json"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json.readTree(response.body());
    }
}
