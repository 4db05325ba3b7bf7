package io.pando.access;

import io.pando.api.Limits;
import io.pando.api.TokenRight;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What projects may take that have no limits of their own. */
@RestController
@RequestMapping("/api/v1/quota")
class QuotaController {
    private final Quotas quotas;

    QuotaController(Quotas quotas) {
        this.quotas = quotas;
    }

    @GetMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Limits show() {
        return quotas.usual();
    }

    @PutMapping
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    Limits set(@RequestBody Limits limits) {
        return quotas.setUsual(limits);
    }
}
