package io.pando.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GuestFactsTest {

    private static GuestFacts parse(String output) {
        return GuestFacts.parse(output.getBytes(UTF_8));
    }

    @Test
    void readsWhatAGuestSays() {
        GuestFacts facts = parse("""
                hostname=lab
                machine-id=0123456789abcdef0123456789abcdef
                ssh-public-key=ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEH2fSTwsXqWD3RR1bXcjQ3pMlmy3Wn8cA0p9XrC0q2b root@lab
                stored-seed=00ff
                mac-addresses=52:54:00:00:00:01
                mac-addresses=52:54:00:00:00:02
                mac-addresses=00:00:00:00:00:00
                product-serial=Not Specified
                operating-system=Debian GNU/Linux 12 (bookworm)
                """);
        assertThat(facts.operatingSystem()).isEqualTo("Debian GNU/Linux 12 (bookworm)");
        assertThat(facts.first(IdentityField.HOSTNAME)).isEqualTo("lab");
        assertThat(facts.values(IdentityField.MAC_ADDRESSES)).containsExactly("52:54:00:00:00:01", "52:54:00:00:00:02");
        assertThat(facts.values(IdentityField.PRODUCT_SERIAL)).isEmpty();
        // Made with ssh-keygen -l and with sha256sum.
        assertThat(facts.values(IdentityField.SSH_HOST_KEYS))
                .containsExactly("SHA256:bocqQq9Zb43Nk5EIajR2v9OwTqWHjMFiw0QW6vVsWkE");
        assertThat(facts.values(IdentityField.RANDOM_SEED))
                .containsExactly("06eb7d6a69ee19e5fbdf749018d3d2abfa04bcbd1365db312eb86dc7169389b8");
        assertThat(facts.identity().fields()).hasSize(IdentityField.values().length);
    }

    @Test
    void trustsNothing() {
        assertThat(parse("").identity().fields().values()).allMatch(values -> values.isEmpty());
        GuestFacts facts = parse(
                "hostname=<b>\u001b[31m\u202e" + "x".repeat(100_000) + "\nssh-host-keys=SHA256:mine\n"
                        + "ssh-public-key=ssh-rsa ***\nssh-public-key=\nstored-seed=zz\nstored-seed=0\nunknown=1\nhostname\n=\n");
        assertThat(facts.first(IdentityField.HOSTNAME)).startsWith("<b>[31mx").hasSize(512);
        assertThat(facts.values(IdentityField.SSH_HOST_KEYS)).isEmpty();
        assertThat(facts.values(IdentityField.RANDOM_SEED)).isEmpty();
        StringBuilder many = new StringBuilder();
        for (int count = 0; count < 100_000; count++) {
            many.append("dhcp-ids=").append(count).append('\n');
        }
        assertThat(parse(many.toString()).values(IdentityField.DHCP_IDS)).hasSize(32);
        byte[] noise = new byte[1 << 20];
        Arrays.fill(noise, (byte) 0xff);
        assertThat(GuestFacts.parse(noise).operatingSystem()).isNull();
    }
}
