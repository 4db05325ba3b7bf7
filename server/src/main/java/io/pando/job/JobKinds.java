package io.pando.job;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The kinds of jobs that the features brought. Looked up late, because the features themselves need this package to submit jobs. */
@Component
class JobKinds {
    private final ObjectProvider<List<JobKind<?>>> beans;
    private volatile Map<String, JobKind<?>> byName = Map.of();

    JobKinds(ObjectProvider<List<JobKind<?>>> beans) {
        this.beans = beans;
    }

    JobKind<?> of(String name) {
        if (byName.isEmpty()) {
            byName = beans.getIfAvailable(List::of).stream()
                    .collect(Collectors.toMap(JobKind::name, Function.identity()));
        }
        JobKind<?> kind = byName.get(name);
        if (kind == null) {
            throw new IllegalStateException("No kind of job is called " + name);
        }
        return kind;
    }
}
