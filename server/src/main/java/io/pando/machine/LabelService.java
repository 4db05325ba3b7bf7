package io.pando.machine;

import io.pando.access.Caller;
import io.pando.access.Reach;
import io.pando.api.Machine;
import io.pando.api.MachineLabel;
import io.pando.api.SetLabels;
import io.pando.database.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.stereotype.Service;

/** The rules about labels of machines: who sees a machine sees them, and who uses it may change them. */
@Service
class LabelService {
    private final MachineService machines;
    private final MachineStore store;
    private final MachineViews views;
    private final Database database;

    LabelService(MachineService machines, MachineStore store, MachineViews views, Database database) {
        this.machines = machines;
        this.store = store;
        this.views = views;
        this.database = database;
    }

    /** @param wanted whose; asked within the same turn of reading */
    List<MachineLabel> known(Supplier<Reach> wanted) {
        return database.reading(() -> store.labels(wanted.get())).entrySet().stream()
                .map(label -> new MachineLabel(label.getKey(), label.getValue()))
                .toList();
    }

    /** Takes hold for machines that are placed from now on; the machine stays where it is. */
    Machine set(Caller caller, String id, SetLabels wanted) {
        MachineRecord machine = machines.require(caller, id);
        List<ClonePlan.Finding> findings = new ArrayList<>();
        WantedPlace.checked("labels", wanted.labels(), findings);
        ClonePlan.refuse(findings);
        database.inTransaction(() -> {
            store.label(machine.id(), wanted.labels());
            views.publish(machine.id());
        });
        return machines.find(caller, id);
    }
}
