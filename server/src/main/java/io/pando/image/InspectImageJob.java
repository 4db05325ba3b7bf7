package io.pando.image;

import io.pando.access.Caller;
import io.pando.api.Job;
import io.pando.job.JobKind;
import io.pando.job.Step;
import java.util.List;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** The job that looks at what is on an image's disk. */
@Component
class InspectImageJob implements JobKind<InspectImageJob.Request> {
    static final String NAME = "image.inspect";

    private final InspectDisk.Tools tools;
    private final ImageInspections service;

    InspectImageJob(InspectDisk.Tools tools, @Lazy ImageInspections service) {
        this.tools = tools;
        this.service = service;
    }

    record Request(String imageId) {}

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
        return List.of(new InspectDisk<>(tools, Request::imageId, InspectDisk.Demand.KNOWLEDGE));
    }

    @Override
    public Job retry(Caller caller, Request request) {
        return service.inspect(caller, request.imageId(), null);
    }
}
