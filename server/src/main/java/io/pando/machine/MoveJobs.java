package io.pando.machine;

import io.pando.image.ImageCopies;
import io.pando.job.JobKind;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The job that moves machines, and its steps. */
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
}
