package io.pando.access;

import io.pando.api.CreateProject;
import io.pando.api.Limits;
import io.pando.api.Page;
import io.pando.api.Project;
import io.pando.api.Quota;
import io.pando.api.TokenRight;
import io.pando.api.UpdateProject;
import io.pando.event.Deed;
import io.pando.paging.Paging;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Projects and what they may take, over HTTP. A project is named by its id or its name. */
@RestController
@RequestMapping("/api/v1/projects")
class ProjectController {
    private final Projects projects;
    private final ProjectAccess access;
    private final Quotas quotas;

    ProjectController(Projects projects, ProjectAccess access, Quotas quotas) {
        this.projects = projects;
        this.access = access;
        this.quotas = quotas;
    }

    /** One's own projects; as an administrator all there are, with {@code all=true}. */
    @GetMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Page<Project> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String query,
            @RequestParam(defaultValue = "false") boolean all,
            Paging paging) {
        return projects.list(caller, query, all, paging);
    }

    @GetMapping("/{id}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Project show(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return projects.find(caller, id);
    }

    @PostMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.PROJECTS)
    @ResponseStatus(HttpStatus.CREATED)
    Project create(@AuthenticationPrincipal Caller caller, @RequestBody CreateProject wanted) {
        return projects.create(caller, wanted);
    }

    @PutMapping("/{id}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.PROJECTS)
    Project update(@AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody UpdateProject wanted) {
        return projects.update(caller, id, wanted);
    }

    @DeleteMapping("/{id}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.PROJECTS)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        projects.delete(caller, id);
    }

    @GetMapping("/{id}/quota")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Quota showQuota(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return projects.find(caller, id).quota();
    }

    /** Gives a project limits of its own. */
    @PutMapping("/{id}/quota")
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    Quota setQuota(@AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody Limits limits) {
        return quotas.set(named(caller, id).id(), limits);
    }

    /** Has the usual limits hold for a project again. */
    @DeleteMapping("/{id}/quota")
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    Quota resetQuota(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return quotas.reset(named(caller, id).id());
    }

    private Project named(Caller caller, String idOrName) {
        Project project = access.find(caller, idOrName);
        Deed.present().object("project", project.id(), project.name());
        return project;
    }
}
