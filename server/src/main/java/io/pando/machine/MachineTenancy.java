package io.pando.machine;

import io.pando.host.HostTenants;
import io.pando.image.ImageTenants;
import java.util.Collection;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Tells hosts and images what machines take of them. */
@Component
class MachineTenancy implements HostTenants, ImageTenants {
    private final MachineStore store;

    MachineTenancy(MachineStore store) {
        this.store = store;
    }

    @Override
    public Tenancy of(String hostId) {
        return store.tenancy(hostId);
    }

    @Override
    public Map<String, Integer> machines(Collection<String> imageIds) {
        return store.countByImage(imageIds);
    }
}
