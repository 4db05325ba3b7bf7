package io.pando.host;

import io.pando.access.Caller;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.AddHost;
import io.pando.api.Host;
import io.pando.api.HostHistory;
import io.pando.api.Job;
import io.pando.api.Page;
import io.pando.api.Plan;
import io.pando.api.TokenRight;
import io.pando.api.UpdateHost;
import io.pando.job.Estimates;
import io.pando.job.IdempotencyKey;
import io.pando.job.JobAnswer;
import io.pando.job.JobSubmission;
import io.pando.job.Jobs;
import io.pando.paging.Paging;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Hosts over HTTP. */
@RestController
@RequestMapping("/api/v1/hosts")
class HostController {
    private final HostService hosts;
    private final HostAdministration administration;
    private final Jobs jobs;
    private final Estimates estimates;

    HostController(HostService hosts, HostAdministration administration, Jobs jobs, Estimates estimates) {
        this.hosts = hosts;
        this.administration = administration;
        this.jobs = jobs;
        this.estimates = estimates;
    }

    @GetMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Page<Host> list(Paging paging) {
        return paging.of(hosts.all());
    }

    @GetMapping("/{id}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Host show(@PathVariable String id) {
        return hosts.require(id);
    }

    /** How it was during the last hour. */
    @GetMapping("/{id}/history")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    HostHistory history(@PathVariable String id) {
        return hosts.history(id);
    }

    /**
     * Adds a host: 201 with it, or with {@code dryRun} 200 with a plan that says what answers there.
     *
     * @param force whether it is added although it does not answer now
     */
    @PostMapping
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    ResponseEntity<Object> add(
            @RequestBody AddHost wanted,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestParam(defaultValue = "false") boolean force) {
        if (dryRun) {
            return ResponseEntity.ok(administration.plan(wanted));
        }
        Host host = administration.add(wanted, force);
        return ResponseEntity.created(URI.create("/api/v1/hosts/" + host.id())).body(host);
    }

    /** Changes what administrators say of it. */
    @PatchMapping("/{id}")
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    Host update(@PathVariable String id, @RequestBody UpdateHost wanted) {
        return administration.label(id, wanted);
    }

    /** From now on no new machines are put there; those that are there stay. */
    @PostMapping("/{id}/drain")
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    Host drain(@PathVariable String id) {
        return administration.drain(id, true);
    }

    /** New machines are put there again. */
    @PostMapping("/{id}/undrain")
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    Host undrain(@PathVariable String id) {
        return administration.drain(id, false);
    }

    /** Forgets a host on which nothing is that would be lost. */
    @DeleteMapping("/{id}")
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String id) {
        administration.remove(id);
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
