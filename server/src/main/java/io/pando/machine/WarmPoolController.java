package io.pando.machine;

import io.pando.access.Caller;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.SetWarmPool;
import io.pando.api.TokenRight;
import io.pando.api.WarmPool;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Warm pools over HTTP. */
@RestController
@RequestMapping("/api/v1/images/{id}/warm-pool")
class WarmPoolController {
    private final WarmPools pools;

    WarmPoolController(WarmPools pools) {
        this.pools = pools;
    }

    /** The machines of the image that wait for whoever asks for one. */
    @GetMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    WarmPool showWarmPool(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return pools.find(caller, id);
    }

    /** Says how many are to wait; for administrators, as they take room on hosts that nobody is charged for. */
    @PutMapping
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    WarmPool setWarmPool(
            @AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody SetWarmPool wanted) {
        return pools.set(caller, id, wanted);
    }
}
