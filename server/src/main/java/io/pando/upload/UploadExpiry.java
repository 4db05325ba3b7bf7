package io.pando.upload;

import io.pando.tick.Tick;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Looks after abandoned uploads now and then. */
@Component
class UploadExpiry extends Tick {
    private final Uploads uploads;

    UploadExpiry(Uploads uploads) {
        super("upload-expiry", Duration.ZERO, Duration.ofMinutes(5), "Abandoned uploads could not be thrown away");
        this.uploads = uploads;
    }

    @Override
    protected void look() {
        uploads.expire();
    }
}
