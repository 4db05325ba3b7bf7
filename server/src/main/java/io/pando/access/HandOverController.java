package io.pando.access;

import io.pando.api.CreateHandOver;
import io.pando.api.CreatedHandOver;
import io.pando.api.HandOver;
import io.pando.api.RedeemHandOver;
import io.pando.api.RedeemedHandOver;
import io.pando.api.TokenRight;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing in computers by the browser. */
@RestController
@RequestMapping("/api/v1/hand-overs")
class HandOverController {
    private static final int COST_OF_ASKING = 30;

    private final HandOvers handOvers;

    HandOverController(HandOvers handOvers) {
        this.handOvers = handOvers;
    }

    /** Asks that somebody who is signed in in a browser signs this computer in, too. */
    @PostMapping
    @Requires(Right.ANYONE)
    @Costs(COST_OF_ASKING)
    ResponseEntity<CreatedHandOver> create(@RequestBody CreateHandOver request, HttpServletRequest origin) {
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(handOvers.create(request, origin.getRemoteAddr()));
    }

    /** A computer that asks, by the code that it shows. */
    @GetMapping("/{code}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.ACCOUNT)
    @Costs(COST_OF_ASKING)
    HandOver show(@PathVariable String code) {
        return handOvers.find(code);
    }

    /** Agrees: that computer gets an API token of the caller's. */
    @PostMapping("/{code}/approval")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.ACCOUNT)
    @Costs(COST_OF_ASKING)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void approve(@AuthenticationPrincipal Caller caller, @PathVariable String code) {
        handOvers.approve(caller, code);
    }

    /** Asks whether somebody has agreed; the answer has the token then, once. */
    @PostMapping("/redemption")
    @Requires(Right.ANYONE)
    ResponseEntity<RedeemedHandOver> redeem(@RequestBody RedeemHandOver request) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(handOvers.redeem(request));
    }
}
