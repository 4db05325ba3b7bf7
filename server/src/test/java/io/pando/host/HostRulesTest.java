package io.pando.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.AddHost;
import io.pando.api.Fault;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostRulesTest {

    @Test
    void takesWhatIsUsual() {
        assertThat(HostRules.faults(new AddHost(
                        "rack2-host7.a",
                        "qemu+tls://host7.example/system",
                        List.of("ssd", "zone=a"),
                        "pando",
                        "/var/lib/libvirt/images/pando",
                        "pando",
                        "10.84.0.0/24")))
                .isEmpty();
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        assertThat(HostRules.faults(new AddHost(
                        "Host 7",
                        "qemu+ssh://host7/system?command=/bin/sh",
                        List.of("ssd", "", "two words"),
                        "../pool",
                        "/../etc",
                        "net<work>",
                        "10.84.0.0/4")))
                .extracting(Fault::field)
                .containsExactly("name", "uri", "labels[1]", "labels[2]", "pool", "network", "poolPath", "networkCidr");
    }

    @Test
    void aHostHasAFewLabels() {
        List<String> many =
                IntStream.range(0, 33).mapToObj(number -> "label" + number).toList();

        assertThat(HostRules.labelFaults(many)).extracting(Fault::field).containsExactly("labels");
        assertThat(HostRules.labelFaults(many.subList(0, 32))).isEmpty();
    }
}
