package io.pando.job;

import java.util.List;
import org.springframework.stereotype.Component;

/** The same, but what its second step does cannot be brought back. */
@Component
class DestroyingKind extends TestKind {
    static final String NAME = "destroying-test";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Step<Request>> steps() {
        return steps(true);
    }
}
