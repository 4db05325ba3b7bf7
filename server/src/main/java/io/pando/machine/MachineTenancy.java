package io.pando.machine;

import io.pando.access.Possessions;
import io.pando.host.HostTenants;
import io.pando.image.ImageTenants;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Tells hosts and images what machines take of them, and who owns machines. */
@Component
class MachineTenancy implements HostTenants, ImageTenants, Possessions {
    private final MachineStore store;

    MachineTenancy(MachineStore store) {
        this.store = store;
    }

    @Override
    public Tenancy of(String hostId) {
        return store.tenancy(hostId);
    }

    @Override
    public Map<String, Tenancy> all() {
        return store.tenancies();
    }

    @Override
    public List<String> ofAccount(String accountId, int most) {
        return named("owner_id", accountId, most);
    }

    @Override
    public List<String> ofProject(String projectId, int most) {
        return named("project_id", projectId, most);
    }

    private List<String> named(String column, String id, int most) {
        return store.names(column, id, most).stream()
                .map("the machine "::concat)
                .toList();
    }

    @Override
    public Map<String, Integer> machines(Collection<String> imageIds) {
        return store.countByImage(imageIds);
    }

    @Override
    public List<String> imagesOn(String hostId) {
        return store.imagesOn(hostId);
    }

    @Override
    public Map<String, Set<String>> imagesComing() {
        return store.imagesComing();
    }

    @Override
    public long promisedDisk(String hostId) {
        return store.promisedDisk().getOrDefault(hostId, 0L);
    }

    @Override
    public int machinesNow(String imageId) {
        return store.countNow(imageId);
    }
}
