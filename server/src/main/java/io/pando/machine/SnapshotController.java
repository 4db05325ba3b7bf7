package io.pando.machine;

import io.pando.access.Caller;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.CreateSnapshot;
import io.pando.api.EditSnapshot;
import io.pando.api.Page;
import io.pando.api.RevertMachine;
import io.pando.api.Snapshot;
import io.pando.api.TokenRight;
import io.pando.job.JobAnswer;
import io.pando.paging.Paging;
import org.jspecify.annotations.Nullable;
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
import org.springframework.web.bind.annotation.RestController;

/** Snapshots over HTTP. */
@RestController
@RequestMapping("/api/v1/machines/{id}/snapshots")
class SnapshotController {
    private static final String KEY = "Idempotency-Key";

    private final SnapshotService snapshots;

    SnapshotController(SnapshotService snapshots) {
        this.snapshots = snapshots;
    }

    @GetMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Page<Snapshot> list(@AuthenticationPrincipal Caller caller, @PathVariable String id, Paging paging) {
        return snapshots.list(caller, id, paging);
    }

    @PostMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> create(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody CreateSnapshot wanted,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return JobAnswer.of(
                dryRun,
                () -> snapshots.planCreation(caller, id, wanted),
                () -> snapshots.create(caller, id, wanted, key));
    }

    @PatchMapping("/{snapshot}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    Snapshot edit(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @PathVariable String snapshot,
            @RequestBody EditSnapshot wanted) {
        return snapshots.edit(caller, id, snapshot, wanted);
    }

    @PostMapping("/{snapshot}/revert")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> revert(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @PathVariable String snapshot,
            @RequestBody(required = false) @Nullable RevertMachine wanted,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return JobAnswer.of(
                dryRun,
                () -> snapshots.planRevert(caller, id, snapshot, wanted),
                () -> snapshots.revert(caller, id, snapshot, wanted, key));
    }

    @DeleteMapping("/{snapshot}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    ResponseEntity<Object> delete(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @PathVariable String snapshot,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return JobAnswer.of(
                dryRun,
                () -> snapshots.planDeletion(caller, id, snapshot),
                () -> snapshots.delete(caller, id, snapshot, key));
    }
}
