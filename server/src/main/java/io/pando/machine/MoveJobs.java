package io.pando.machine;

import io.pando.access.Users;
import io.pando.image.ImageCopies;
import io.pando.job.JobKind;
import io.pando.job.Jobs;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The jobs that move machines, and the steps that each consists of. */
@Configuration(proxyBeanMethods = false)
class MoveJobs {

    @Bean
    JobKind<MoveRequest> moveMachine(
            MoveWork work, ImageCopies copies, MachineObserver observer, ObjectProvider<MoveService> service) {
        return new MoveJob(
                List.of(
                        new BringImageAlong(work, copies),
                        new CopyVolumes(work),
                        new GoOver(work),
                        new LeaveSource(work)),
                work,
                observer,
                service::getObject);
    }

    @Bean
    JobKind<RebalanceRequest> rebalance(Jobs jobs, Users users, ObjectProvider<MoveService> moves) {
        return new RebalanceJob(List.of(new MoveMachines(jobs, users, moves::getObject)));
    }
}
