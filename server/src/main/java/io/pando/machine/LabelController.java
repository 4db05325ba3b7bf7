package io.pando.machine;

import io.pando.access.Caller;
import io.pando.access.ProjectAccess;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.Machine;
import io.pando.api.MachineLabel;
import io.pando.api.Page;
import io.pando.api.SetLabels;
import io.pando.api.TokenRight;
import io.pando.paging.Paging;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Labels of machines over HTTP. */
@RestController
@RequestMapping("/api/v1")
class LabelController {
    private final LabelService labels;
    private final ProjectAccess projects;

    LabelController(LabelService labels, ProjectAccess projects) {
        this.labels = labels;
        this.projects = projects;
    }

    /** Which labels machines have that the caller sees. */
    @GetMapping("/machine-labels")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Page<MachineLabel> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String project,
            Paging paging) {
        return paging.of(labels.known(projects.reach(caller, project)));
    }

    @PutMapping("/machines/{id}/labels")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    Machine set(@AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody SetLabels wanted) {
        return labels.set(caller, id, wanted);
    }
}
