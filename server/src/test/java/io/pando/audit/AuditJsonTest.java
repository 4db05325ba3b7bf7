package io.pando.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class AuditJsonTest {
    private final AuditJson json = new AuditJson(JsonMapper.shared());

    private String url(String address) {
        return JsonMapper.shared()
                .readTree(json.write(Map.of("url", address)))
                .path("url")
                .asString();
    }

    @Test
    void leavesOutWhatProvesSomethingInAddresses() {
        assertThat(url("https://ada:lovelace@example.org/a.qcow2")).isEqualTo("https://***@example.org/a.qcow2");
        assertThat(url("https://example.org/a.qcow2?signature=x&b#c")).isEqualTo("https://example.org/a.qcow2?***");
        assertThat(url("HTTP://ada@example.org")).isEqualTo("HTTP://***@example.org");
        assertThat(url("https://example.org/a@b.qcow2")).isEqualTo("https://example.org/a@b.qcow2");
        assertThat(url("a note? see https://example.org/x?y")).isEqualTo("a note? see https://example.org/x?y");
    }

    @Test
    void masksSecretsHoweverDeep() {
        assertThat(json.write(Map.of("account", Map.of("name", "root", "password", "hush"))))
                .contains("root", "***")
                .doesNotContain("hush");
    }

    @Test
    void tellsWhatTheAddressNamesBesidesTheBody() {
        assertThat(json.asked(null, Map.of())).isNull();
        assertThat(json.asked(null, Map.of("disk", "vdb"))).isEqualTo("{\"disk\":\"vdb\"}");
        assertThat(json.asked(Map.of("user", "ada"), Map.of("user", "u1", "nic", "net1")))
                .isEqualTo("{\"user\":\"ada\",\"nic\":\"net1\"}");
    }
}
