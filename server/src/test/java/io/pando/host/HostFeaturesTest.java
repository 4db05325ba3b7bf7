package io.pando.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.HostFeature;
import org.junit.jupiter.api.Test;

class HostFeaturesTest {

    @Test
    void readsWhatTheHostOffers() {
        assertThat(HostFeatures.read(Xml.parse("""
                        <domainCapabilities>
                          <os supported='yes'>
                            <enum name='firmware'><value>efi</value></enum>
                            <loader supported='yes'><enum name='secure'><value>yes</value><value>no</value></enum></loader>
                          </os>
                          <devices><tpm supported='yes'><enum name='backendModel'><value>passthrough</value><value>emulator</value></enum></tpm></devices>
                        </domainCapabilities>"""))).containsExactly(HostFeature.values());
    }

    @Test
    void aHostWithoutFirmwareAndTpmHasNone() {
        assertThat(HostFeatures.read(Xml.parse("""
                        <domainCapabilities>
                          <os supported='yes'>
                            <enum name='firmware'/>
                            <loader supported='yes'><enum name='secure'><value>no</value></enum></loader>
                          </os>
                          <devices><tpm supported='yes'><enum name='backendModel'><value>passthrough</value></enum></tpm></devices>
                        </domainCapabilities>"""))).isEmpty();
    }
}
