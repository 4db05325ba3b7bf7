package io.pando.host;

import io.pando.access.Caller;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.Host;
import io.pando.api.Job;
import io.pando.api.Page;
import io.pando.api.Plan;
import io.pando.api.TokenRight;
import io.pando.job.Estimates;
import io.pando.job.IdempotencyKey;
import io.pando.job.JobAnswer;
import io.pando.job.JobSubmission;
import io.pando.job.Jobs;
import io.pando.paging.Paging;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Hosts over HTTP. */
@RestController
@RequestMapping("/api/v1/hosts")
class HostController {
    private final HostService hosts;
    private final Jobs jobs;
    private final Estimates estimates;

    HostController(HostService hosts, Jobs jobs, Estimates estimates) {
        this.hosts = hosts;
        this.jobs = jobs;
        this.estimates = estimates;
    }

    @GetMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Page<Host> list(Paging paging) {
        return paging.of(hosts.list());
    }

    @GetMapping("/{id}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Host show(@PathVariable String id) {
        return hosts.require(id);
    }

    @PostMapping("/{id}/probe")
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    ResponseEntity<Object> probe(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return JobAnswer.of(
                dryRun,
                () -> plan(hosts.require(id)),
                () -> jobs.once(caller, IdempotencyKey.of(key, ProbeHost.NAME + " " + id, null), idempotency -> {
                    Host host = hosts.require(id);
                    return jobs.submit(new JobSubmission<>(
                            ProbeHost.NAME,
                            "Probe host " + host.name(),
                            caller.userId(),
                            new Job.Subject("host", id, host.name()),
                            id,
                            new ProbeHost.Request(id),
                            plan(host),
                            idempotency));
                }));
    }

    private Plan plan(Host host) {
        List<Plan.PlannedStep> steps = estimates.steps(ProbeHost.NAME, host.id());
        return new Plan(
                ProbeHost.NAME,
                "Find out whether hardware acceleration works on %s".formatted(host.name()),
                true,
                List.of(new Plan.Effect("Host " + host.name(), "a small kernel is booted once", null)),
                steps,
                Estimates.total(steps),
                List.of(),
                List.of());
    }
}
