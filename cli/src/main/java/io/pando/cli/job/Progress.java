package io.pando.cli.job;

import io.pando.api.Job;
import java.time.Instant;

/** Shows how a job gets on; always on standard error. */
interface Progress {

    /** Shows the job as it is now. */
    void show(Job job, Instant now);

    /** Leaves the screen in order when nothing more will be shown. */
    void end();
}
