package io.pando.job;

import io.pando.access.Caller;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.Job;
import io.pando.api.Page;
import io.pando.api.TokenRight;
import io.pando.paging.Paging;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Jobs over HTTP. */
@RestController
@RequestMapping("/api/v1/jobs")
class JobController {
    private final Jobs jobs;

    JobController(Jobs jobs) {
        this.jobs = jobs;
    }

    @GetMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Page<Job> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable List<Job.State> state,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String project,
            @RequestParam(required = false) @Nullable String owner,
            Paging paging) {
        return jobs.list(caller, project, owner, subject, state == null ? List.of() : state, paging);
    }

    @GetMapping("/{id}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Job show(@AuthenticationPrincipal Caller caller, @PathVariable long id) {
        return jobs.find(caller, id);
    }

    @PostMapping("/{id}/cancel")
    @Requires(
            value = Right.SIGNED_IN,
            token = {TokenRight.MACHINES, TokenRight.IMAGES, TokenRight.ADMINISTRATION})
    ResponseEntity<Job> cancel(@AuthenticationPrincipal Caller caller, @PathVariable long id) {
        return ResponseEntity.accepted().body(jobs.cancel(caller, id));
    }

    @PostMapping("/{id}/retry")
    @Requires(
            value = Right.SIGNED_IN,
            token = {TokenRight.MACHINES, TokenRight.IMAGES, TokenRight.ADMINISTRATION})
    ResponseEntity<Job> retry(@AuthenticationPrincipal Caller caller, @PathVariable long id) {
        return ResponseEntity.accepted().body(jobs.retry(caller, id));
    }
}
