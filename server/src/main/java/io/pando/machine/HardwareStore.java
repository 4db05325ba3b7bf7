package io.pando.machine;

import io.pando.api.Firmware;
import io.pando.database.Database;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What machines are made of, in the database. */
@Component
class HardwareStore {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;

    HardwareStore(Database database) {
        this.database = database;
    }

    /**
     * A machine's hardware.
     *
     * @param pending what holds only after it was switched off and on; null when nothing waits
     * @param snapshotId the snapshot that the machine as it is now comes from; null for none
     */
    record Kept(
            Hardware hardware,
            @Nullable String pending,
            @Nullable String snapshotId) {}

    /** Sees what the present transaction has changed, too. */
    Kept find(MachineRecord machine) {
        return Optional.ofNullable(read(database.writer(), List.of(machine)).get(machine.id()))
                .orElseThrow(() -> new IllegalStateException("The machine has no hardware"));
    }

    /** By machine; those that are gone are left out. */
    Map<String, Kept> of(Collection<MachineRecord> machines) {
        return machines.isEmpty() ? Map.of() : read(database.reader(), machines);
    }

    private static Map<String, Kept> read(JdbcClient client, Collection<MachineRecord> machines) {
        List<String> ids = machines.stream().map(MachineRecord::id).toList();
        Map<String, List<Hardware.Disk>> disks = new HashMap<>();
        client.sql("SELECT * FROM machine_disk WHERE machine_id IN (:ids) ORDER BY machine_id, position")
                .param("ids", ids)
                .query(row -> {
                    disks.computeIfAbsent(row.getString("machine_id"), id -> new ArrayList<>())
                            .add(new Hardware.Disk(
                                    row.getString("name"),
                                    row.getString("volume"),
                                    row.getLong("size"),
                                    row.getInt("growing") != 0));
                });
        Map<String, List<Hardware.Nic>> nics = new HashMap<>();
        client.sql("SELECT * FROM machine_nic WHERE machine_id IN (:ids) ORDER BY machine_id, position")
                .param("ids", ids)
                .query(row -> {
                    nics.computeIfAbsent(row.getString("machine_id"), id -> new ArrayList<>())
                            .add(new Hardware.Nic(
                                    row.getString("name"), row.getString("mac"), row.getInt("connected") != 0));
                });
        Map<String, MachineRecord> byId = new HashMap<>();
        machines.forEach(machine -> byId.put(machine.id(), machine));
        Map<String, Kept> kept = new HashMap<>();
        client.sql("SELECT * FROM machine_hardware WHERE machine_id IN (:ids)")
                .param("ids", ids)
                .query(row -> {
                    String id = row.getString("machine_id");
                    MachineRecord machine = byId.get(id);
                    List<Hardware.Disk> own = disks.get(id);
                    if (machine != null && own != null) {
                        Hardware hardware = new Hardware(
                                machine.vcpus(),
                                machine.memoryMiB(),
                                Firmware.valueOf(row.getString("firmware")),
                                row.getInt("tpm") != 0,
                                own,
                                nics.getOrDefault(id, List.of()),
                                row.getInt("cd_drive") == 0
                                        ? null
                                        : new Hardware.Cd(
                                                row.getString("cd_volume"),
                                                row.getString("cd_medium"),
                                                row.getLong("cd_size")),
                                JSON.readValue(row.getString("boot"), new TypeReference<List<String>>() {}));
                        kept.put(id, new Kept(hardware, row.getString("pending"), row.getString("snapshot_id")));
                    }
                });
        return kept;
    }

    /** Writes what a machine is made of, in place of what was written before. Within the caller's transaction. */
    void put(String machineId, Hardware hardware) {
        database.inTransaction(() -> write(machineId, hardware));
    }

    private void write(String machineId, Hardware hardware) {
        JdbcClient writer = database.writer();
        writer.sql("UPDATE machine SET vcpus = ?, memory_mib = ?, disk = ? WHERE id = ?")
                .params(
                        hardware.vcpus(),
                        hardware.memoryMiB(),
                        hardware.disks().getFirst().volume(),
                        machineId)
                .update();
        Hardware.Cd cd = hardware.cd();
        writer.sql("""
                        INSERT INTO machine_hardware (machine_id, firmware, tpm, boot, cd_drive, cd_volume, cd_medium,
                                                      cd_size)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (machine_id) DO UPDATE SET boot = excluded.boot, cd_drive = excluded.cd_drive,
                            cd_volume = excluded.cd_volume, cd_medium = excluded.cd_medium, cd_size = excluded.cd_size""")
                .param(machineId)
                .param(hardware.firmware().name())
                .param(hardware.tpm() ? 1 : 0)
                .param(JSON.writeValueAsString(hardware.boot()))
                .param(cd == null ? 0 : 1)
                .param(cd == null ? null : cd.volume())
                .param(cd == null ? null : cd.medium())
                .param(cd == null ? 0 : cd.size())
                .update();
        writer.sql("DELETE FROM machine_disk WHERE machine_id = ?")
                .param(machineId)
                .update();
        for (int position = 0; position < hardware.disks().size(); position++) {
            Hardware.Disk disk = hardware.disks().get(position);
            writer.sql("""
                            INSERT INTO machine_disk (machine_id, name, position, volume, size, growing)
                            VALUES (?, ?, ?, ?, ?, ?)""")
                    .params(machineId, disk.name(), position, disk.volume(), disk.size(), disk.growing() ? 1 : 0)
                    .update();
        }
        writer.sql("DELETE FROM machine_nic WHERE machine_id = ?")
                .param(machineId)
                .update();
        for (int position = 0; position < hardware.nics().size(); position++) {
            Hardware.Nic nic = hardware.nics().get(position);
            writer.sql("INSERT INTO machine_nic (machine_id, name, position, mac, connected) VALUES (?, ?, ?, ?, ?)")
                    .params(machineId, nic.name(), position, nic.mac(), nic.connected() ? 1 : 0)
                    .update();
        }
    }

    /** @param pending null when nothing waits for a restart any more */
    void recordPending(String machineId, @Nullable String pending) {
        database.writer()
                .sql("UPDATE machine_hardware SET pending = ? WHERE machine_id = ?")
                .param(pending)
                .param(machineId)
                .update();
    }

    /** @param snapshotId which the machine as it is now comes from; null for none */
    void recordSnapshot(String machineId, @Nullable String snapshotId) {
        database.writer()
                .sql("UPDATE machine_hardware SET snapshot_id = ? WHERE machine_id = ?")
                .param(snapshotId)
                .param(machineId)
                .update();
    }

    /** Whether another machine has a network card with this address. */
    boolean macTaken(String mac) {
        return database.writer()
                        .sql("SELECT count(*) FROM machine_nic WHERE mac = ?")
                        .param(mac)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Forgets the hardware of a machine that is gone. */
    void forget(String machineId) {
        for (String table : List.of("machine_disk", "machine_nic", "machine_hardware")) {
            database.writer()
                    .sql("DELETE FROM " + table + " WHERE machine_id = ?")
                    .param(machineId)
                    .update();
        }
    }
}
