package io.pando.builder.inspection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.builder.BuilderException;
import io.pando.builder.inspection.Inspection.Boot;
import io.pando.builder.inspection.Inspection.PackageFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InspectionReaderTest {
    private static final String FACTS = """
            boot	uefi
            filesystem	vda1	ext4	2000	500	uuid-1	root
            filesystem	vda2	vfat	1000	-	45CE-1234\t
            boot	bios
            root	vda1
            os	debian	12	Debian GNU/Linux 12 (bookworm)
            architecture	x86_64
            agent	yes
            cloud-init	no
            machine-id	0123456789abcdef0123456789abcdef
            hostname	master
            host-key	ssh-ed25519	SHA256:0123456789012345678901234567890123456789abc
            user	root	0	/bin/bash
            packages	dpkg
            """;

    private static Inspection read(String facts, String packages) {
        return InspectionReader.read(facts.getBytes(UTF_8), packages.getBytes(UTF_8), new byte[0]);
    }

    private static void assertRefused(String facts, String packages) {
        assertThatThrownBy(() -> read(facts, packages))
                .isInstanceOfSatisfying(
                        BuilderException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(BuilderException.Reason.BROKEN));
    }

    @Test
    void readsWhatTheScriptWrites() {
        Inspection inspection = read(FACTS, "bash\t5.2.15-2+b7\tamd64\nzlib1g\t1:1.2.13.dfsg-1\tamd64\n");

        assertThat(inspection.system())
                .isEqualTo(new Inspection.OperatingSystem("debian", "12", "Debian GNU/Linux 12 (bookworm)"));
        assertThat(inspection.architecture()).isEqualTo("x86_64");
        assertThat(inspection.boot()).containsExactlyInAnyOrder(Boot.BIOS, Boot.UEFI);
        assertThat(inspection.rootFileSystem()).isEqualTo("vda1");
        assertThat(inspection.fileSystems())
                .containsExactly(
                        new Inspection.FileSystem("vda1", "ext4", 2000, 500L, "uuid-1", "root"),
                        new Inspection.FileSystem("vda2", "vfat", 1000, null, "45CE-1234", ""));
        assertThat(inspection.packageFormat()).isEqualTo(PackageFormat.DPKG);
        assertThat(inspection.packages())
                .containsExactly(
                        new Inspection.InstalledPackage("bash", "5.2.15-2+b7", "amd64"),
                        new Inspection.InstalledPackage("zlib1g", "1:1.2.13.dfsg-1", "amd64"));
        assertThat(inspection.accounts()).containsExactly(new Inspection.Account("root", 0, "/bin/bash"));
        assertThat(inspection.guestAgent()).isTrue();
        assertThat(inspection.cloudInit()).isFalse();
        assertThat(inspection.identifiers())
                .isEqualTo(new Inspection.Identifiers(
                        "0123456789abcdef0123456789abcdef",
                        "master",
                        List.of(new Inspection.HostKey(
                                "ssh-ed25519", "SHA256:0123456789012345678901234567890123456789abc"))));
    }

    @Test
    void aSystemMaySayNothingOfItself() {
        Inspection inspection = read("""
                root	vda
                os
                architecture\t
                agent	no
                cloud-init	no
                machine-id\t
                hostname\t
                """.replace("os\n", "os\t\t\t\n"), "");

        assertThat(inspection.system()).isEqualTo(new Inspection.OperatingSystem("", "", ""));
        assertThat(inspection.architecture()).isNull();
        assertThat(inspection.packageFormat()).isNull();
        assertThat(inspection.boot()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hostname\tother\n",
                "os\ta\tb\tc\n",
                "root\tvda1\n",
                "packages\trpm\n",
                "agent\tno\n",
                "boot\tfloppy\n",
                "nonsense\n",
                "\n",
                "host-key\tssh-rsa\tSHA256:<script>\n",
                "host-key\tssh-rsa\n",
                "filesystem\tvda\text4\t-1\t0\t\t\n",
                "filesystem\tvda\text4\t99999999999999999999\t0\t\t\n",
                "filesystem\tvda\text4\tNaN\t0\t\t\n",
                "user\troot\t0\t/bin/sh\textra\n"
            })
    void refusesWhatTheScriptWouldNotWrite(String more) {
        assertRefused(FACTS + more, "");
    }

    @Test
    void refusesTooFewFacts() {
        FACTS.lines()
                .filter(line -> !line.matches("(boot|filesystem|host-key|user|packages)\t.*"))
                .forEach(line -> assertRefused(FACTS.replace(line + "\n", ""), ""));
    }

    @Test
    void refusesWordsThatAreTooLong() {
        assertRefused(FACTS + "user\t" + "x".repeat(201) + "\t0\t/bin/sh\n", "");
        assertRefused(FACTS, "x".repeat(201) + "\t1\tall\n");
    }

    @Test
    void refusesMoreOfAKindThanThereMayBe() {
        assertRefused(FACTS + "user\tx\t1\t/bin/sh\n".repeat(1_000), "");
        assertRefused(FACTS, "x\t1\tall\n".repeat(InspectionReader.MOST_PACKAGES + 1));
        assertThat(read(FACTS, "x\t1\tall\n".repeat(InspectionReader.MOST_PACKAGES))
                        .packages())
                .hasSize(InspectionReader.MOST_PACKAGES);
    }

    @Test
    void refusesPackagesThatNobodyKeepsAListOf() {
        assertRefused(FACTS.replace("packages\tdpkg\n", ""), "x\t1\tall\n");
        assertRefused(FACTS, "x\t1\n");
    }

    /** Texts are shown to people: nothing in them turns them around, colours them or hides. */
    @Test
    void keepsNothingThatCannotBeSeen() {
        Inspection inspection = read(
                FACTS.replace("master", "ma\u202e\u200bst\u001b[31m\u0085e\u0000r\ud800")
                        .replace("Debian GNU", "D\u00e9bian"),
                "");

        assertThat(inspection.identifiers().hostName()).isEqualTo("mast[31mer?");
        assertThat(inspection.system().prettyName()).startsWith("D\u00e9bian");
    }

    @Test
    void whatIsNoTextBecomesASign() {
        byte[] facts = FACTS.replace("master", "m\u00e9ster").getBytes(ISO_8859_1);

        assertThat(InspectionReader.read(facts, new byte[0], new byte[0])
                        .identifiers()
                        .hostName())
                .isEqualTo("m\ufffdster");
    }

    /** The line of the disk's own file of accounts, not of the script. */
    @Test
    void anAccountWithoutANumberIsNone() {
        assertThat(read(FACTS + "user\tx\t\t/bin/sh\nuser\ty\t-5\t/bin/sh\nuser\tz\t1e9\t/bin/sh\n", "")
                        .accounts())
                .hasSize(1);
    }
}
