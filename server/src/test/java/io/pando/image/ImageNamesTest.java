package io.pando.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNamesTest {
    @ParameterizedTest
    @CsvSource({
        "debian, 1, debian-v1",
        "debian-12., 12, debian-12-v12",
        "a23456789-b23456789-c23456789-d2345678-x, 3, a23456789-b23456789-c23456789-d234567-v3",
        "a23456789-b23456789-c23456789-d234567890, 100, a23456789-b23456789-c23456789-d2345-v100"
    })
    void aVersionIsCalledAfterItsModel(String model, int version, String name) {
        assertThat(ImageNames.version(model, version))
                .isEqualTo(name)
                .hasSizeLessThanOrEqualTo(40)
                .matches(ImageNames.NAME);
    }
}
