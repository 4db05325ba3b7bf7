package io.pando.upload;

import io.pando.access.Caller;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.CreateUpload;
import io.pando.api.Page;
import io.pando.api.TokenRight;
import io.pando.api.Upload;
import io.pando.paging.Paging;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Uploads over HTTP. */
@RestController
@RequestMapping("/api/v1/uploads")
class UploadController {
    private final Uploads uploads;

    UploadController(Uploads uploads) {
        this.uploads = uploads;
    }

    @GetMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Page<Upload> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String project,
            Paging paging) {
        return uploads.list(caller, project, paging);
    }

    /** Announces a file. */
    @PostMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.IMAGES)
    @ResponseStatus(HttpStatus.CREATED)
    Upload create(@AuthenticationPrincipal Caller caller, @RequestBody CreateUpload wanted) {
        return uploads.create(caller, wanted);
    }

    @GetMapping("/{id}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Upload show(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return uploads.find(caller, id);
    }

    /** Sends the next part, at most 64 MiB. What is safely there after a connection broke is told by showing the upload. */
    @PatchMapping(path = "/{id}", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    @Requires(value = Right.SIGNED_IN, token = TokenRight.IMAGES)
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    Upload receive(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader("Upload-Offset") long offset,
            @RequestHeader(name = "Content-Digest", required = false) @Nullable String digest,
            InputStream part) {
        return uploads.receive(caller, id, offset, digest, part);
    }

    /** Throws away what has been sent. */
    @DeleteMapping("/{id}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.IMAGES)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void cancel(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        uploads.cancel(caller, id);
    }
}
