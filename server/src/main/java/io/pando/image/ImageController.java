package io.pando.image;

import io.pando.access.Caller;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.Image;
import io.pando.api.ImportImage;
import io.pando.api.Page;
import io.pando.api.TokenRight;
import io.pando.job.IdempotencyKey;
import io.pando.job.JobAnswer;
import io.pando.paging.Paging;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Images over HTTP. */
@RestController
@RequestMapping("/api/v1/images")
class ImageController {
    private final ImageViews views;
    private final ImageService images;

    ImageController(ImageViews views, ImageService images) {
        this.views = views;
        this.images = images;
    }

    @GetMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Page<Image> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String query,
            @RequestParam(required = false) Image.@Nullable State state,
            @RequestParam(required = false) @Nullable String project,
            Paging paging) {
        return views.list(caller, query, state, project, paging);
    }

    @GetMapping("/{id}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Image show(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return views.find(caller, id);
    }

    /** Anybody may upload or name an address; a file on the host is for administrators, which the service sees to. */
    @PostMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.IMAGES)
    ResponseEntity<Object> importFile(
            @AuthenticationPrincipal Caller caller,
            @RequestBody ImportImage wanted,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return JobAnswer.of(
                dryRun,
                () -> images.planImport(caller, wanted),
                () -> images.importImage(caller, wanted, IdempotencyKey.of(key, "image.import", wanted)));
    }

    @DeleteMapping("/{id}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.IMAGES)
    ResponseEntity<Object> delete(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return JobAnswer.of(
                dryRun,
                () -> images.planDeletion(caller, id),
                () -> images.delete(caller, id, IdempotencyKey.of(key, "image.delete " + id, null)));
    }
}
