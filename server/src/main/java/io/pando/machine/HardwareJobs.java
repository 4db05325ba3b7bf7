package io.pando.machine;

import io.pando.access.Quotas;
import io.pando.job.JobKind;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The jobs that change what machines are made of, and the steps that each consists of. */
@Configuration(proxyBeanMethods = false)
class HardwareJobs {
    static final String RESIZE = "machine.resize";
    static final String CHANGE = "machine.change";

    @Bean
    JobKind<HardwareRequest> resizeMachine(
            MachineWork work,
            HardwareStore hardware,
            FileSystems fileSystems,
            Quotas quotas,
            MachineObserver observer) {
        return new HardwareJob(
                RESIZE,
                List.of(new GrowDisks(work), new ApplyHardware(work), new GrowFileSystems(work, fileSystems)),
                work.store(),
                hardware,
                quotas,
                observer);
    }

    @Bean
    JobKind<HardwareRequest> changeMachine(
            MachineWork work, HardwareStore hardware, Quotas quotas, MachineObserver observer) {
        return new HardwareJob(
                CHANGE,
                List.of(new MakeVolumes(work), new ApplyHardware(work), new DropVolumes(work)),
                work.store(),
                hardware,
                quotas,
                observer);
    }
}
