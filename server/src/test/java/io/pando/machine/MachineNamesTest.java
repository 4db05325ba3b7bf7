package io.pando.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Firmware;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineNamesTest {

    @Test
    void namesEverythingAfterOwnerAndMachine() {
        assertThat(MachineNames.domain("pando", "alice", "web1")).isEqualTo("pando.alice.web1");
        assertThat(MachineNames.disk("alice", "web1", "0123456789abcdef")).isEqualTo("alice.web1-01234567.qcow2");
        assertThat(MachineNames.hostname("alice", "web1")).isEqualTo("alice-web1");
    }

    @Test
    void furtherVolumesAreCalledAfterTheFirstOne() {
        Hardware hardware = Hardware.simple(
                1, 512, Firmware.BIOS, false, "al_ice.web1-01234567.qcow2", 1 << 30, "52:54:00:00:00:01");
        String layer = MachineNames.volume(hardware, "vda", "qcow2");

        assertThat(layer).matches("al_ice\\.web1-01234567_vda-[0-9a-f]{8}\\.qcow2");
        assertThat(MachineNames.volume(hardware.eachDisk(disk -> disk.on(layer)), "memory", "save"))
                .matches("al_ice\\.web1-01234567_memory-[0-9a-f]{8}\\.save");
    }

    @Test
    void noTwoPairsOfOwnerAndMachineShareADomain() {
        assertThat(MachineNames.domain("pando", "a-b", "c")).isNotEqualTo(MachineNames.domain("pando", "a", "b-c"));
    }

    @Test
    void hostNamesAreNeverLongerThanALabelMayBe() {
        String hostname = MachineNames.hostname("a".repeat(32), "b".repeat(29) + "-" + "c".repeat(10));
        assertThat(hostname).hasSizeLessThanOrEqualTo(63).matches(MachineNames.HOSTNAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "w", "web-2", "a1", "abcdefghijklmnopqrstuvwxyz-0123456789-ab"})
    void acceptsNames(String name) {
        assertThat(name).matches(MachineNames.NAME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-web",
                "web-",
                "Web",
                "2web",
                "w b",
                "web.2",
                "web_2",
                "wéb",
                "../web",
                "web\n",
                "<web>",
                "abcdefghijklmnopqrstuvwxyz-0123456789-abc"
            })
    void refusesNames(String name) {
        assertThat(MachineNames.NAME.matcher(name).matches()).isFalse();
    }
}
