package io.pando.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReportTest {

    @Test
    void writesEachMeasurementWithItsBoundAndItsSamples() {
        Measurement measurement = Measurement.atMost(1.5, "ours / theirs", 1.25, Map.of("ours, s", List.of(1.0, 2.0)));

        JsonNode written = PandoClient.JSON.readTree(Report.json(List.of(measurement)));

        assertThat(written).isEqualTo(PandoClient.JSON.readTree("""
                [{"name": "ours / theirs", "value": 1.25, "bound": 1.5, "better": "lower", "raw": {"ours, s": [1.0, 2.0]}}]"""));
    }

    @Test
    void aBoundIsKeptUpToTheFigureItself() {
        assertThat(Measurement.atMost(1.5, "x", 1.5, Map.of()).kept()).isTrue();
        assertThat(Measurement.atMost(1.5, "x", 1.51, Map.of()).kept()).isFalse();
        assertThat(new Measurement("x", 2, 3, Measurement.Better.HIGHER, Map.of()).kept())
                .isFalse();
        assertThat(new Measurement("x", 3, 3, Measurement.Better.HIGHER, Map.of()).kept())
                .isTrue();
    }
}
