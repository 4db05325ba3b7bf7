package io.pando.fetch;

import io.pando.api.ProblemType;
import io.pando.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server did not give the file. */
final class DownloadException extends ProblemException {
    private static final long serialVersionUID = 1L;

    private final boolean passing;

    DownloadException(String detail, boolean passing, @Nullable Throwable cause) {
        super(
                ProblemType.DOWNLOAD_FAILED,
                detail,
                "See that the address gives the file, or download it and upload it here.",
                List.of(),
                cause);
        this.passing = passing;
    }

    @Override
    public boolean passing() {
        return passing;
    }
}
