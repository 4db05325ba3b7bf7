package io.pando.machine;

import io.pando.access.Caller;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.Machine;
import io.pando.api.SetLifetime;
import io.pando.api.TokenRight;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lifetimes of machines over HTTP. */
@RestController
@RequestMapping("/api/v1/machines/{id}/lifetime")
class LifetimeController {
    private final LifetimeService lifetimes;

    LifetimeController(LifetimeService lifetimes) {
        this.lifetimes = lifetimes;
    }

    /** Gives a machine more time, or less, or all the time. */
    @PutMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.MACHINES)
    Machine set(@AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody SetLifetime wanted) {
        return lifetimes.set(caller, id, wanted);
    }
}
