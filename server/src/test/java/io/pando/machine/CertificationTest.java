package io.pando.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Certificate;
import io.pando.api.Certificate.Comparison;
import io.pando.api.Certificate.Result;
import io.pando.api.Certificate.Verdict;
import io.pando.api.Identity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CertificationTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Identity OWN = identity("machine-id", "own");
    private static final Identity MASTERS = identity("machine-id", "masters");

    @Test
    void isDistinctWhenNobodyElseHasAnyOfItsIdentifiers() {
        Certificate certificate = compare(OWN, MASTERS, sibling("web2", identity("machine-id", "another")));

        assertThat(certificate.verdict()).isEqualTo(Verdict.DISTINCT);
        assertThat(certificate.summary())
                .isEqualTo("All 1 identifiers that it has differ from those of its master and 1 other clone.");
        assertThat(line(certificate, "machine-id").result()).isEqualTo(Result.DISTINCT);
    }

    @Test
    void namesTheMasterWhenItKeptWhatItInherited() {
        Certificate certificate = compare(MASTERS, MASTERS);

        assertThat(certificate.verdict()).isEqualTo(Verdict.SHARED);
        assertThat(line(certificate, "machine-id").sharedWith()).containsExactly("debian");
        assertThat(certificate.summary()).isEqualTo("Shared with its master: Machine id.");
    }

    @Test
    void namesTheSiblingThatHasTheSame() {
        Certificate certificate = compare(OWN, MASTERS, sibling("web2", OWN), sibling("web3", MASTERS));

        assertThat(line(certificate, "machine-id").sharedWith()).containsExactly("web2");
        assertThat(certificate.verdict()).isEqualTo(Verdict.SHARED);
    }

    @Test
    void oneSharedValueAmongSeveralIsEnough() {
        Identity own = new Identity(Map.of("ssh-host-keys", List.of("rsa-own", "ed25519-masters")));
        Identity masters = new Identity(Map.of("ssh-host-keys", List.of("rsa-masters", "ed25519-masters")));

        assertThat(line(compare(own, masters), "ssh-host-keys").result()).isEqualTo(Result.SHARED);
    }

    @Test
    void whatTheGuestDoesNotHaveIsAbsentAndNoReasonToFail() {
        Certificate certificate = compare(OWN, MASTERS);

        assertThat(line(certificate, "cloud-instance-id").result()).isEqualTo(Result.ABSENT);
        assertThat(certificate.verdict()).isEqualTo(Verdict.DISTINCT);
    }

    @Test
    void saysWhoReportedEachIdentifier() {
        Certificate certificate = compare(OWN, MASTERS);

        assertThat(line(certificate, "domain-uuid").source()).isEqualTo("host");
        assertThat(line(certificate, "machine-id").source()).isEqualTo("guest");
    }

    private static Certificate compare(Identity own, Identity masters, Certification.Relative... siblings) {
        return Certification.compare(
                "id", "web1", own, new Certification.Relative("debian", masters), List.of(siblings), NOW);
    }

    private static Certification.Relative sibling(String name, Identity identity) {
        return new Certification.Relative(name, identity);
    }

    private static Identity identity(String field, String value) {
        return new Identity(Map.of(field, List.of(value)));
    }

    private static Comparison line(Certificate certificate, String field) {
        return certificate.comparisons().stream()
                .filter(comparison -> comparison.field().equals(field))
                .findFirst()
                .orElseThrow();
    }
}
