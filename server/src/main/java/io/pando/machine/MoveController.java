package io.pando.machine;

import io.pando.access.Caller;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.MoveMachine;
import io.pando.api.TokenRight;
import io.pando.job.JobAnswer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Moving machines over HTTP. Where machines are is the business of whoever looks after the hosts. */
@RestController
@RequestMapping("/api/v1/machines/{id}")
class MoveController {
    private final MoveService moves;

    MoveController(MoveService moves) {
        this.moves = moves;
    }

    @PostMapping("/move")
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    ResponseEntity<Object> move(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody MoveMachine wanted,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return JobAnswer.of(dryRun, () -> moves.plan(caller, id, wanted), () -> moves.submit(caller, id, wanted, key));
    }
}
