package io.pando.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pando.libvirt.DomainState.State;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Domains of libvirt's test driver. What it cannot do is in QemuDomainTest. */
@Tag("fast")
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DomainTest {
    private static final String NAMESPACE = "https://pando.example/test";

    private Connection connection = Connection.open("test:///default");
    private Domain domain = defineDomain();

    private Domain defineDomain() {
        return connection.defineDomain(Domains.testXml(Domains.newName()));
    }

    @BeforeAll
    void dropTheFirst() {
        domain.undefine();
        domain.close();
    }

    @BeforeEach
    void define() {
        domain = defineDomain();
    }

    @AfterEach
    void undefine() {
        connection.findDomain(domain.uuid()).ifPresent(found -> {
            try (found) {
                if (found.state().isActive()) {
                    found.destroy();
                }
                found.undefine(UndefineFlag.MANAGED_SAVE);
            }
        });
        domain.close();
        assertThat(connection.openHandles()).isZero();
    }

    @AfterAll
    void disconnect() {
        connection.close();
    }

    @Test
    void isFoundByNameAndByUuid() {
        try (var byName = connection.findDomain(domain.name()).orElseThrow();
                var byUuid = connection.findDomain(domain.uuid()).orElseThrow()) {
            assertThat(byName.uuid()).isEqualTo(byUuid.uuid()).isEqualTo(domain.uuid());
            assertThat(byUuid.name()).isEqualTo(domain.name());
        }
        assertThat(connection.findDomain("pando-libvirt-test-absent")).isEmpty();
        assertThat(connection.findDomain(UUID.randomUUID())).isEmpty();
    }

    @Test
    void goesThroughItsStates() {
        assertThat(domain.state().state()).isEqualTo(State.SHUT_OFF);
        assertThat(domain.state().isActive()).isFalse();
        assertThat(domain.id()).isEmpty();

        domain.start();
        assertThat(domain.state()).isEqualTo(new DomainState(State.RUNNING, "booted"));
        assertThat(domain.id()).isPresent();

        domain.suspend();
        assertThat(domain.state()).isEqualTo(new DomainState(State.PAUSED, "user"));
        assertThat(domain.state().isActive()).isTrue();

        domain.resume();
        assertThat(domain.state()).isEqualTo(new DomainState(State.RUNNING, "unpaused"));

        domain.reboot(PowerRequest.ANY);
        domain.shutdown(PowerRequest.ANY);
        assertThat(domain.state()).isEqualTo(new DomainState(State.SHUT_OFF, "shutdown"));

        domain.start();
        domain.destroy();
        assertThat(domain.state()).isEqualTo(new DomainState(State.SHUT_OFF, "destroyed"));
    }

    @Test
    void refusesWhatItsStateDoesNotAllow() {
        var failure =
                catchThrowableOfType(LibvirtException.class, () -> domain.sendKeys(KeyCodeSet.LINUX, Duration.ZERO, 1));
        assertThat(failure.isInvalidState()).isTrue();
        assertThat(failure.code()).isEqualTo(ErrorCode.OPERATION_INVALID);
    }

    @Test
    void isGoneWithItsDefinition() {
        domain.undefine();
        assertThatThrownBy(domain::state)
                .hasMessageContaining(domain.name())
                .isInstanceOfSatisfying(
                        LibvirtException.class, e -> assertThat(e.isNoDomain()).isTrue());
    }

    @Test
    void mayBeTransient() {
        var name = Domains.newName();
        try (var passing = connection.createTransientDomain(Domains.testXml(name), StartMode.RUNNING)) {
            assertThat(passing.state().state()).isEqualTo(State.RUNNING);
            passing.destroy();
            assertThat(connection.findDomain(name)).isEmpty();
        }
    }

    @Test
    void tellsWhatIsWrongWithXml() {
        var failure = catchThrowableOfType(LibvirtException.class, () -> connection.defineDomain("<domain>"));
        assertThat(failure.domain()).isEqualTo(ErrorDomain.DOMAIN);
        assertThat(connection.openHandles()).isEqualTo(1);
    }

    @Test
    void describesItselfAsXml() {
        assertThat(domain.xml(XmlFlag.INACTIVE, XmlFlag.SECURE))
                .contains("<name>" + domain.name() + "</name>")
                .contains("<uuid>" + domain.uuid() + "</uuid>");
    }

    @Test
    void keepsMetadataOfItsOwners() {
        assertThat(domain.metadata(NAMESPACE)).isEmpty();

        domain.setMetadata("<machine>ä&amp;b</machine>", "pando", NAMESPACE, Affects.CONFIG);
        assertThat(domain.metadata(NAMESPACE).orElseThrow()).containsAnyOf(">ä&amp;b<", ">&#xE4;&amp;b<");
        assertThat(domain.metadata(NAMESPACE + "/other")).isEmpty();

        domain.setMetadata(null, "pando", NAMESPACE, Affects.CONFIG);
        assertThat(domain.metadata(NAMESPACE)).isEmpty();
    }

    @Test
    void savesItsMemory() {
        domain.start();
        assertThat(domain.hasManagedSave()).isFalse();

        domain.managedSave();
        assertThat(domain.hasManagedSave()).isTrue();
        assertThat(domain.state()).isEqualTo(new DomainState(State.SHUT_OFF, "saved"));

        domain.removeManagedSave();
        assertThat(domain.hasManagedSave()).isFalse();
    }

    @Test
    void isNotUndefinedWithItsMemoryUnlessToldSo() {
        domain.start();
        domain.managedSave();
        assertThatThrownBy(domain::undefine).isInstanceOf(LibvirtException.class);
        domain.undefine(UndefineFlag.MANAGED_SAVE);
        assertThat(connection.findDomain(domain.uuid())).isEmpty();
    }

    @Test
    void isAmongAllStats() {
        domain.start();
        assertThat(connection.allDomainStats())
                .filteredOn(stats -> stats.domain().equals(domain.uuid()))
                .singleElement()
                .satisfies(stats -> {
                    assertThat(stats.name()).isEqualTo(domain.name());
                    assertThat(stats.state()).isEqualTo(domain.state());
                    assertThat(stats.residentBytes()).isEmpty();
                });
    }

    @Test
    void showsItsScreen() {
        try (var running = connection.findDomain("test").orElseThrow()) {
            var picture = running.screenshot();
            assertThat(picture.mimeType()).isEqualTo("image/png");
            assertThat(picture.bytes()).startsWith(0x89, 'P', 'N', 'G');
        }
    }

    @Test
    void takesKeys() {
        domain.start();
        domain.sendKeys(KeyCodeSet.LINUX, Duration.ofMillis(1), 29, 56, 111);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> domain.sendKeys(KeyCodeSet.LINUX, Duration.ZERO))
                .withMessageContaining("16");
    }

    @Test
    void knowsTheGuestsAddresses() {
        try (var running = connection.findDomain("test").orElseThrow()) {
            assertThat(running.interfaceAddresses(AddressSource.LEASE))
                    .singleElement()
                    .satisfies(nic -> {
                        assertThat(nic.mac()).isEqualTo("aa:bb:cc:dd:ee:ff");
                        assertThat(nic.addresses())
                                .containsExactly(new InterfaceAddresses.Address("192.168.122.3", 24));
                    });
        }
    }

    @Test
    void knowsTheSizesOfItsDisks() {
        try (var running = connection.findDomain("test").orElseThrow()) {
            var disk = running.block("vda");
            assertThat(disk.target()).isEqualTo("vda");
            assertThat(disk.info().capacityBytes()).isPositive();
        }
    }

    @Test
    void hasNoAgentWithoutQemu() {
        domain.start();
        assertThatThrownBy(() -> domain.agentCommand("{\"execute\":\"guest-ping\"}", Duration.ofSeconds(1)))
                .isInstanceOf(LibvirtException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> domain.agentCommand("{}", Duration.ZERO))
                .withMessageContaining("timeout");
    }
}
