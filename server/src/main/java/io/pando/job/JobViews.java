package io.pando.job;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.pando.access.ProjectAccess;
import io.pando.access.Users;
import io.pando.api.Job;
import io.pando.api.Plan;
import io.pando.api.Problem;
import io.pando.api.ProjectReference;
import io.pando.api.User;
import io.pando.event.Changed;
import io.pando.event.JobEnded;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Jobs as the API shows them. */
@Component
class JobViews {
    private final JobStore store;
    private final JobKinds kinds;
    private final Estimates estimates;
    private final Users users;
    private final ProjectAccess projects;
    private final ApplicationEventPublisher events;

    /** Estimates change only when a job ends; a page of jobs and each tick of progress would ask for them again and again. */
    private final Cache<String, Map<String, Double>> known = Caffeine.newBuilder()
            .maximumSize(500)
            .expireAfterWrite(Duration.ofSeconds(30))
            .build();

    JobViews(
            JobStore store,
            JobKinds kinds,
            Estimates estimates,
            Users users,
            ProjectAccess projects,
            ApplicationEventPublisher events) {
        this.store = store;
        this.kinds = kinds;
        this.estimates = estimates;
        this.users = users;
        this.projects = projects;
        this.events = events;
    }

    /** Tells everybody who may see the job how it stands. */
    void publish(long jobId) {
        store.findNow(jobId)
                .ifPresent(job -> events.publishEvent(new Changed(
                        "job",
                        Long.toString(jobId),
                        job.ownerId(),
                        job.projectId(),
                        whole(job, store.stepsNow(jobId)))));
    }

    /** Tells that a job ends; within the transaction that ends it. */
    void ended(JobRecord job, Job.State state, @Nullable Problem problem) {
        events.publishEvent(new JobEnded(
                job.id(),
                job.kind(),
                job.ownerId(),
                job.subject().type(),
                job.subject().id(),
                job.subject().name(),
                job.projectId(),
                state.name(),
                problem == null ? null : problem.type().substring(problem.type().lastIndexOf(':') + 1),
                problem == null ? null : problem.detail()));
    }

    Job whole(JobRecord job, List<StepRecord> steps) {
        return shown(
                job,
                users.get(job.ownerId()),
                job.projectId() == null ? null : projects.reference(job.projectId()),
                steps,
                steps.stream().map(StepRecord::shown).toList(),
                plan(job));
    }

    /** Jobs without their steps and plans, as lists have them. */
    List<Job> rows(List<JobRecord> jobs) {
        Map<String, User> owners =
                users.get(jobs.stream().map(JobRecord::ownerId).toList());
        Map<String, ProjectReference> inProjects = projects.references(
                jobs.stream().map(JobRecord::projectId).filter(Objects::nonNull).toList());
        return jobs.stream().map(job -> row(job, owners, inProjects)).toList();
    }

    private Job row(JobRecord job, Map<String, User> owners, Map<String, ProjectReference> inProjects) {
        User owner = owners.get(job.ownerId());
        String project = job.projectId();
        return shown(
                job,
                owner == null ? users.get(job.ownerId()) : owner,
                project == null ? null : inProjects.getOrDefault(project, new ProjectReference(project, "")),
                job.active() ? store.steps(job.id()) : List.of(),
                List.of(),
                null);
    }

    private Job shown(
            JobRecord job,
            User owner,
            @Nullable ProjectReference project,
            List<StepRecord> steps,
            List<Job.Step> shownSteps,
            @Nullable Plan plan) {
        Progress progress = Progress.of(job.state(), steps, known(job), weights(job.kind()));
        return new Job(
                job.id(),
                job.kind(),
                job.title(),
                job.state(),
                owner,
                project,
                job.subject(),
                progress.percent(),
                progress.secondsLeft(),
                job.active() ? currentStep(steps) : null,
                job.cancelRequested(),
                job.createdAt(),
                job.startedAt(),
                job.finishedAt(),
                shownSteps,
                job.problem() == null ? null : Json.read(job.problem(), Problem.class),
                plan);
    }

    private Map<String, Double> known(JobRecord job) {
        if (!job.active()) {
            return Map.of();
        }
        return known.get(job.kind() + "\n" + job.variant(), key -> estimates.seconds(job.kind(), job.variant()));
    }

    private Map<String, Double> weights(String kind) {
        return kinds.of(kind).steps().stream().collect(Collectors.toMap(Step::name, Step::weight));
    }

    private static @Nullable Plan plan(JobRecord job) {
        return job.plan() == null ? null : Json.read(job.plan(), Plan.class);
    }

    private static @Nullable String currentStep(List<StepRecord> steps) {
        return steps.stream()
                .filter(step -> step.state() == Job.StepState.RUNNING || step.state() == Job.StepState.UNDOING)
                .map(StepRecord::title)
                .findFirst()
                .orElse(null);
    }
}
