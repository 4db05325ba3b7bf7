package io.pando.audit;

import io.pando.access.Caller;
import io.pando.access.Need;
import io.pando.access.ProjectAccess;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How much of the record somebody sees: in the projects that he owns what everybody does, elsewhere what concerns himself. */
@Component
class AuditScope {
    private final ProjectAccess projects;

    AuditScope(ProjectAccess projects) {
        this.projects = projects;
    }

    /** Null for everything. */
    AuditFilter.@Nullable Viewer viewer(Caller caller) {
        return caller.administrator()
                ? null
                : new AuditFilter.Viewer(
                        caller.userId(),
                        projects.where(caller, Need.MANAGE),
                        caller.scope().projectId());
    }

    /** A project by what the caller calls it. */
    @Nullable
    String project(Caller caller, @Nullable String idOrName) {
        return idOrName == null ? null : projects.idOf(caller, idOrName);
    }
}
