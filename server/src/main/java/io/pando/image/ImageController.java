package io.pando.image;

import io.pando.access.Caller;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.Image;
import io.pando.api.ImageInspection;
import io.pando.api.ImageSealing;
import io.pando.api.ImportImage;
import io.pando.api.InstalledPackage;
import io.pando.api.KnownPackages;
import io.pando.api.Page;
import io.pando.api.StageImage;
import io.pando.api.TokenRight;
import io.pando.api.UpdateImage;
import io.pando.job.IdempotencyKey;
import io.pando.job.JobAnswer;
import io.pando.paging.Paging;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
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
    private static final String KEY = "Idempotency-Key";

    private final ImageViews views;
    private final ImageService images;
    private final ImageInspections inspections;
    private final StagingService stagings;

    ImageController(ImageViews views, ImageService images, ImageInspections inspections, StagingService stagings) {
        this.views = views;
        this.images = images;
        this.inspections = inspections;
        this.stagings = stagings;
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
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
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
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return JobAnswer.of(
                dryRun,
                () -> images.planDeletion(caller, id),
                () -> images.delete(caller, id, IdempotencyKey.of(key, "image.delete " + id, null)));
    }

    /** Marks an image as a model, or no longer. */
    @PatchMapping("/{id}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.IMAGES)
    Image update(@AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody UpdateImage wanted) {
        return stagings.update(caller, id, wanted);
    }

    /** What the builder found on the image's disk. */
    @GetMapping("/{id}/inspection")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    ImageInspection showInspection(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return inspections.find(caller, id);
    }

    /** Has the builder look at the image's disk. */
    @PostMapping("/{id}/inspection")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.IMAGES)
    ResponseEntity<Object> inspect(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return JobAnswer.of(
                dryRun,
                () -> inspections.plan(caller, id),
                () -> inspections.inspect(caller, id, IdempotencyKey.of(key, "image.inspect " + id, null)));
    }

    /** The packages that are installed on the image's disk. */
    @GetMapping("/{id}/packages")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Page<InstalledPackage> listPackages(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String query,
            Paging paging) {
        return inspections.packages(caller, id, query, paging);
    }

    /** Which packages there are for the image's system, as far as Pando knows. */
    @GetMapping("/{id}/packages/known")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    KnownPackages listKnownPackages(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String query,
            Paging paging) {
        return inspections.known(caller, id, query, paging);
    }

    /** Has the builder ask, where the image's packages come from, which ones there are. */
    @PostMapping("/{id}/packages/known")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.IMAGES)
    ResponseEntity<Object> refreshKnownPackages(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return JobAnswer.of(
                dryRun,
                () -> inspections.planListing(caller, id),
                () -> inspections.listPackages(
                        caller, id, IdempotencyKey.of(key, ListPackagesJob.NAME + " " + id, null)));
    }

    /** What was stripped of a staged image. */
    @GetMapping("/{id}/sealing")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    ImageSealing showSealing(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return stagings.sealing(caller, id);
    }

    /** Makes the next version of a model: an image without what tells the model apart. */
    @PostMapping("/{id}/staging")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.IMAGES)
    ResponseEntity<Object> stage(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody StageImage wanted,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return JobAnswer.of(
                dryRun,
                () -> stagings.plan(caller, id, wanted),
                () -> stagings.stage(caller, id, wanted, IdempotencyKey.of(key, "image.stage " + id, wanted)));
    }
}
