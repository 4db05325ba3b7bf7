package io.pando.machine;

import io.pando.access.Caller;
import io.pando.access.Costs;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.PlacementRebalance;
import io.pando.api.RebalancePlacement;
import io.pando.api.TokenRight;
import io.pando.job.JobAnswer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Rebalancing over HTTP. */
@RestController
@RequestMapping("/api/v1/placement/rebalance")
class RebalanceController {
    private final RebalanceService rebalancing;

    RebalanceController(RebalanceService rebalancing) {
        this.rebalancing = rebalancing;
    }

    /**
     * Which machines would be moved, and how full hosts would be. Changes nothing.
     *
     * @param host as in a request; null for all hosts
     */
    @GetMapping
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    @Costs(30)
    PlacementRebalance show(@RequestParam(required = false) @Nullable String host) {
        return rebalancing.show(new RebalancePlacement(host));
    }

    /** Moves machines, one after the other, to where they are better off. */
    @PostMapping
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    @Costs(30)
    ResponseEntity<Object> rebalance(
            @AuthenticationPrincipal Caller caller,
            @RequestBody RebalancePlacement wanted,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return JobAnswer.of(dryRun, () -> rebalancing.plan(wanted), () -> rebalancing.submit(caller, wanted, key));
    }
}
