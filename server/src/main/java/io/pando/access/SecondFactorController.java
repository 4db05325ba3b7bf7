package io.pando.access;

import io.pando.api.EnrolSecondFactor;
import io.pando.api.OneTimeCode;
import io.pando.api.RecoveryCodes;
import io.pando.api.SecondFactor;
import io.pando.api.SecondFactorEnrolment;
import io.pando.api.TokenRight;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One-time codes as a second factor. */
@RestController
class SecondFactorController {
    private final SecondFactors factors;

    SecondFactorController(SecondFactors factors) {
        this.factors = factors;
    }

    /** Whether one's own sign-in takes a code. */
    @GetMapping("/api/v1/second-factor")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.ACCOUNT)
    SecondFactor show(@AuthenticationPrincipal Caller caller) {
        return factors.show(caller);
    }

    /** Begins to set it up; a code has to be confirmed before it is in force. */
    @PostMapping("/api/v1/second-factor")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.ACCOUNT)
    ResponseEntity<SecondFactorEnrolment> enrol(
            @AuthenticationPrincipal Caller caller, @RequestBody EnrolSecondFactor request, HttpServletRequest origin) {
        return once(HttpStatus.CREATED, factors.enrol(caller, request, origin.getRemoteAddr()));
    }

    /** Puts it into force and gives the recovery codes, this once. */
    @PostMapping("/api/v1/second-factor/confirmation")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.ACCOUNT)
    ResponseEntity<RecoveryCodes> confirm(@AuthenticationPrincipal Caller caller, @RequestBody OneTimeCode code) {
        return once(HttpStatus.OK, factors.confirm(caller, code));
    }

    /** Makes new recovery codes; the old ones end. */
    @PostMapping("/api/v1/second-factor/recovery-codes")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.ACCOUNT)
    ResponseEntity<RecoveryCodes> renew(@AuthenticationPrincipal Caller caller, @RequestBody OneTimeCode code) {
        return once(HttpStatus.OK, factors.renew(caller, code));
    }

    /** Turns it off. */
    @PostMapping("/api/v1/second-factor/removal")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.ACCOUNT)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void disable(@AuthenticationPrincipal Caller caller, @RequestBody OneTimeCode code) {
        factors.disable(caller, code);
    }

    /** Turns it off for somebody who has lost app and recovery codes. */
    @DeleteMapping("/api/v1/users/{id}/second-factor")
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void reset(@PathVariable String id) {
        factors.reset(id);
    }

    private static <T> ResponseEntity<T> once(HttpStatus status, T secret) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .body(secret);
    }
}
