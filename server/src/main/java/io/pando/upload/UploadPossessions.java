package io.pando.upload;

import io.pando.access.Possessions;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tells which projects have uploads. One in somebody else's project stays when whoever announced it goes. */
@Component
class UploadPossessions implements Possessions {
    private final UploadStore store;

    UploadPossessions(UploadStore store) {
        this.store = store;
    }

    @Override
    public List<String> ofProject(String projectId, int most) {
        return store.namesOfProject(projectId, most).stream()
                .map("the upload "::concat)
                .toList();
    }
}
