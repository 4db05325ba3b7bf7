package io.pando.image;

import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.Medium;
import io.pando.api.Page;
import io.pando.api.TokenRight;
import io.pando.paging.Paging;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The discs that can be put into CD drives, over HTTP. */
@RestController
@RequestMapping("/api/v1/media")
class MediumController {
    private final Discs discs;

    MediumController(Discs discs) {
        this.discs = discs;
    }

    @GetMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Page<Medium> listMedia(Paging paging) {
        return paging.of(discs.list().stream()
                .map(disc -> new Medium(disc.name(), disc.size()))
                .toList());
    }
}
