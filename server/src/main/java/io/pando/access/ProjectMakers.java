package io.pando.access;

import io.pando.configuration.PandoProperties;
import org.springframework.stereotype.Component;

/** Who may make projects for teams: administrators, and everybody where the configuration says so. */
@Component
final class ProjectMakers {
    private final boolean everybody;

    ProjectMakers(PandoProperties properties) {
        this.everybody = properties.access().projectsByEverybody();
    }

    boolean include(Caller caller) {
        return caller.administrator() || (everybody && caller.scope().projectId() == null);
    }
}
