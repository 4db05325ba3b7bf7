package io.pando.builder;

import io.pando.builder.BuilderException.Reason;
import io.pando.host.ApplianceSpecification;
import io.pando.host.Appliances;
import io.pando.host.GuestLines;
import io.pando.host.HostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is said between Pando and one appliance, from its start to its end. */
final class Conversation {
    /** An appliance ends a script that takes too long; as much later Pando no longer believes that it will. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** For writing out to disks that were changed. */
    private static final Duration SWITCHING_OFF = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int PIECE = 64 << 10;

    private final Appliances host;
    private final BuilderTask task;
    private final Duration startTimeout;

    Conversation(Appliances host, BuilderTask task, Duration startTimeout) {
        this.host = host;
        this.task = task;
        this.startTimeout = startTimeout;
    }

    /** Sends the task and hears the answer. */
    BuilderResult hold(Consumer<BuilderProgress> progress) throws InterruptedException {
        GuestLines.SerialLine line = host.open(task.id());
        try {
            Answer answer = new Answer(task, progress);
            hear(
                    line,
                    answer,
                    answer::isReady,
                    startTimeout,
                    () -> new BuilderException(
                            Reason.SILENT,
                            "The builder's appliance was not ready within %d s.".formatted(startTimeout.toSeconds())));
            answer.begin();
            send(line);
            hear(line, answer, answer::hasEnded, task.limits().time().plus(PATIENCE), () -> Answer.outOfTime(task));
            BuilderResult result = answer.result();
            if (task.disks().stream().anyMatch(ApplianceSpecification.Disk::writable)) {
                switchOff(line);
            }
            return result;
        } finally {
            // In this order: libvirt can lock itself up when a stream is taken away while data still comes.
            endAndClose(line);
        }
    }

    private void endAndClose(GuestLines.SerialLine line) {
        boolean interrupted = Thread.interrupted();
        try (line) {
            host.remove(task.id());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void send(GuestLines.SerialLine line) {
        task.inputs().forEach((name, content) -> line.write(new Frame("file", name, content).bytes()));
        line.write(new Frame(
                        "run",
                        Long.toString(task.limits().time().toSeconds()),
                        task.script().text().getBytes(StandardCharsets.UTF_8))
                .bytes());
    }

    private void hear(
            GuestLines.SerialLine line,
            Answer answer,
            BooleanSupplier until,
            Duration longest,
            Supplier<BuilderException> tooLate)
            throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        byte[] piece = new byte[PIECE];
        while (!until.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw tooLate.get();
            }
            int count = read(line, piece);
            if (count < 0) {
                throw answer.hasBegun()
                        ? new BuilderException(Reason.DIED, "The builder's appliance ended in the middle of its work.")
                        : new BuilderException(Reason.SILENT, "The builder's appliance ended before it was ready.");
            }
            answer.take(piece, count);
        }
    }

    /** Written data are on the disks when an appliance is off. One that does not end is ended anyway, by whoever called. */
    private void switchOff(GuestLines.SerialLine line) throws InterruptedException {
        line.write(new Frame("off", "-", new byte[0]).bytes());
        long end = System.nanoTime() + SWITCHING_OFF.toNanos();
        byte[] piece = new byte[PIECE];
        while (read(line, piece) >= 0) {
            if (System.nanoTime() - end > 0) {
                throw Answer.outOfTime(task);
            }
        }
    }

    private static int read(GuestLines.SerialLine line, byte[] piece) throws InterruptedException {
        try {
            return line.read(piece, LOOK);
        } catch (HostException failure) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while hearing the builder's appliance");
            }
            throw failure;
        }
    }
}
