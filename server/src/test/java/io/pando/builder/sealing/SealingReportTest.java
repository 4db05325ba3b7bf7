package io.pando.builder.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pando.builder.BuilderException;
import io.pando.builder.BuilderException.Reason;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an appliance says of a disk that it has sealed. */
class SealingReportTest {
    private static final String FACTS = "first-boot\tsystemd\ncloud-init\tyes\n";

    private static String report(String mail) {
        return SealingOperation.all().stream()
                .map(operation -> operation.name().equals("mail") ? mail : operation.name() + "\t1\t0\n")
                .collect(Collectors.joining());
    }

    @Test
    void saysHowMuchWasStrippedByEach() {
        Sealed sealed = Sealing.read(report("mail\t12\t0\n") + "lvm-ids\t2\t0\n", FACTS);

        assertThat(sealed.stripped()).isEqualTo(SealingOperation.all().size() - 1 + 12 + 2);
        assertThat(sealed.operations())
                .contains(new Sealed.Done("mail", "Mail", 12))
                .endsWith(new Sealed.Done("lvm-ids", "Identifiers of logical volumes", 2));
        assertThat(sealed.initSystem()).isEqualTo("systemd");
        assertThat(sealed.cloudInit()).isTrue();
    }

    @Test
    void whatIsStillThereEndsIt() {
        assertThatThrownBy(() -> Sealing.read(report("mail\t12\t1\n"), FACTS))
                .isInstanceOf(BuilderException.class)
                .hasMessage("The disk cannot be sealed: there is still something of Mail.");
    }

    /** Whatever is on the disk may have taken the appliance over. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mail\t-1\t0\n",
                "mail\t1\n",
                "mail\t1\t0\t0\n",
                "mail\tx\t0\n",
                "mail\t99999999999\t0\n",
                "mail\t1\t0\nmore\t1\t0\n"
            })
    void aReportThatCannotBeReadIsNone(String mail) {
        assertThat(catchThrowableOfType(BuilderException.class, () -> Sealing.read(report(mail), FACTS))
                        .reason())
                .isEqualTo(Reason.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "first-boot\tsysvinit\n", "first-boot\n", "first-boot\tsystemd\tx\n"})
    void factsThatCannotBeReadAreNone(String facts) {
        assertThat(catchThrowableOfType(BuilderException.class, () -> Sealing.read(report("mail\t0\t0\n"), facts))
                        .reason())
                .isEqualTo(Reason.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"remove /x", "operation x", "operation x X\nshell rm", "operation x X\nremove"})
    void aLineThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> SealingOperation.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
