package io.pando.machine;

import io.pando.api.Copy;
import io.pando.api.Firmware;
import io.pando.api.GuestAccess;
import io.pando.api.Identity;
import io.pando.api.WarmPool;
import io.pando.host.NewIdentity;
import io.pando.image.Master;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Machines that wait, and images that they are made from. */
final class WarmSamples {
    static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    static final Master STAGED = master("image", true);

    private WarmSamples() {}

    static Master master(String id, boolean staged) {
        return new Master(
                id,
                "debian-v1",
                "a",
                "image-debian.qcow2",
                3L << 30,
                1L << 29,
                GuestAccess.AGENT,
                null,
                20,
                1,
                512,
                Firmware.BIOS,
                1,
                new Identity(Map.of()),
                staged);
    }

    static WarmMachine waiting(String imageId, String hostId, WarmPool.State state, long second) {
        return waiting(imageId, hostId, state, second, 512);
    }

    static WarmMachine waiting(String imageId, String hostId, WarmPool.State state, long second, int memoryMiB) {
        return new WarmMachine(machine(imageId, hostId, memoryMiB), state, "token", 1L, NOON.plusSeconds(second));
    }

    static MachineRecord machine(String imageId, String hostId, int memoryMiB) {
        String id = UUID.randomUUID().toString();
        NewIdentity identity = NewIdentity.random();
        String name = MachineNames.warm(id);
        return new MachineRecord(
                id,
                name,
                MachineRecord.NOBODY,
                MachineRecord.NOBODY,
                hostId,
                imageId,
                Copy.LINKED,
                1,
                memoryMiB,
                MachineState.PROVISIONING,
                null,
                null,
                MachineNames.domain("pando", MachineRecord.NOBODY, name),
                identity.uuid(),
                MachineNames.disk("warm", "debian-v1", id),
                identity.mac(),
                identity.generationId(),
                identity.serial(),
                name,
                null,
                GuestAccess.AGENT,
                null,
                null,
                List.of(),
                null,
                NOON,
                List.of(),
                null);
    }
}
