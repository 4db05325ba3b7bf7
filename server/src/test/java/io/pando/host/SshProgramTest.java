package io.pando.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SshProgramTest {

    @Test
    void asksNobodyAndKnowsOnlyTheGivenHosts() {
        String script = SshProgram.script(HostAddressTest.settings(null, Path.of("/k'eys/id"), Path.of("/keys/known")));

        assertThat(script)
                .startsWith("#!/bin/sh\n")
                .contains("BatchMode=yes", "StrictHostKeyChecking=yes", "-i '/k'\\''eys/id'")
                .contains("'UserKnownHostsFile=/keys/known'")
                .endsWith(" \"$@\"\n");
    }
}
