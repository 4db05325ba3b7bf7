package io.pando.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pools of libvirt's test driver, which stores nothing. Real ones are in SystemStorageTest. */
@Tag("fast")
@Timeout(60)
class StoragePoolTest {
    private static final String VOLUME =
            "<volume><name>%s</name><capacity unit='bytes'>%d</capacity><allocation>0</allocation></volume>";

    @Test
    void livesFromDefinitionToUndefinition() {
        var name = Domains.newName();
        try (var connection = Connection.open("test:///default")) {
            assertThat(connection.findPool(name)).isEmpty();
            try (var pool = connection.definePool(
                    "<pool type='dir'><name>" + name + "</name><target><path>/nowhere</path></target></pool>")) {
                assertThat(pool.info().state()).isEqualTo(PoolInfo.State.INACTIVE);
                pool.build();
                pool.start();
                pool.refresh();
                assertThat(pool.info())
                        .satisfies(info -> assertThat(info.state()).isEqualTo(PoolInfo.State.RUNNING))
                        .satisfies(info -> assertThat(info.availableBytes())
                                .isEqualTo(info.capacityBytes() - info.allocationBytes()));
                assertThat(pool.xml()).contains(pool.uuid().toString());
                try (var pools = connection.pools();
                        var found = connection.findPool(name).orElseThrow()) {
                    assertThat(pools).extracting(StoragePool::name).contains(name);
                    assertThat(found.uuid()).isEqualTo(pool.uuid());
                }
                pool.stop();
                pool.undefine();
            }
            assertThat(connection.findPool(name)).isEmpty();
            assertThat(connection.openHandles()).isZero();
        }
    }

    @Test
    void hasVolumes() {
        var name = Domains.newName();
        try (var connection = Connection.open("test:///default");
                var pool = connection.findPool("default-pool").orElseThrow();
                var volume = pool.createVolume(VOLUME.formatted(name, 4096));
                var copy = pool.createVolumeFrom(VOLUME.formatted(name + "-copy", 4096), volume)) {
            assertThat(volume.name()).isEqualTo(name);
            assertThat(volume.path()).isEqualTo(volume.key()).endsWith("/" + name);
            assertThat(volume.xml()).contains("<name>" + name + "</name>");
            assertThat(volume.info().capacityBytes()).isEqualTo(4096);
            try (var volumes = pool.volumes()) {
                assertThat(volumes).extracting(Volume::name).contains(name, copy.name());
            }

            volume.delete();
            copy.delete();
            assertThat(pool.findVolume(name)).isEmpty();
        }
    }
}
