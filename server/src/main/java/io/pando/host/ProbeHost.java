package io.pando.host;

import io.pando.job.JobKind;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.List;
import org.springframework.stereotype.Component;

/** The job that finds out anew whether a host's hardware acceleration works. */
@Component
class ProbeHost implements JobKind<ProbeHost.Request> {
    static final String NAME = "host.probe";

    private final HostService hosts;

    ProbeHost(HostService hosts) {
        this.hosts = hosts;
    }

    record Request(String hostId) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public List<Step<Request>> steps() {
        return List.of(new Probe());
    }

    private final class Probe implements Step<Request> {
        @Override
        public String name() {
            return "probe";
        }

        @Override
        public String title() {
            return "Boot a small kernel with acceleration";
        }

        @Override
        public Outcome run(StepContext<Request> context) throws InterruptedException {
            return Outcome.of(hosts.probe(context.request().hostId()).explanation());
        }
    }
}
