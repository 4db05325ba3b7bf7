package io.pando.image;

import io.pando.access.Caller;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.PackageSuggestions;
import io.pando.api.TokenRight;
import io.pando.paging.Paging;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Packages that machines can be asked for with, over HTTP. */
@RestController
@RequestMapping("/api/v1/packages")
class PackageController {
    private final ImageInspections inspections;

    PackageController(ImageInspections inspections) {
        this.inspections = inspections;
    }

    /** Names of packages that there are for images of a system, as far as Pando knows. */
    @GetMapping("/known")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    PackageSuggestions suggestPackages(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String os,
            @RequestParam(required = false) @Nullable String query,
            Paging paging) {
        return new PackageSuggestions(inspections.suggestions(caller, os, query, paging));
    }
}
