package io.pando.cli.image;

import io.pando.api.Image;
import io.pando.api.ImageSealing;
import io.pando.api.Job;
import io.pando.api.StageImage;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Names;
import io.pando.cli.job.Change;
import io.pando.cli.job.ChangeOptions;
import io.pando.cli.job.YesOption;
import io.pando.cli.output.Printer;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando image stage}. */
@Command(
        name = "stage",
        header = "Make an image of a model, without anything that tells the model apart.",
        description = {
            "A copy of the disk is stripped of machine id, host keys, host name, logs, histories and more. Machines made from it ask"
                    + " for their settings at their first start.",
            "Shows the plan and asks on a terminal, waits for the end, and shows what was stripped."
        },
        footer = {"", "Examples:", "  pando image stage debian", "  pando image stage debian --as debian-12-clean --yes"
        })
public final class StageCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "MODEL", description = "Name or id of the image.")
    private String name = "";

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "Name of the new image (default: the model's with the version, for example debian-v2).")
    private @Nullable String as;

    @Option(
            names = "--description",
            paramLabel = "TEXT",
            description = "What is in it (default: of which model it is).")
    private @Nullable String description;

    @Mixin
    private ChangeOptions options = new ChangeOptions();

    @Mixin
    private YesOption yes = new YesOption();

    public StageCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        Printer printer = invocation.printer(SealingCommand.COLUMNS);
        Change change = new Change(invocation, options, yes.given());
        Image model = new Names(invocation.api()).image(name);
        Change.Request request = new Change.Request(
                "POST",
                "images/" + Query.segment(model.id()) + "/staging",
                new StageImage(as, description),
                Change.Question.PLAN,
                "Stage image " + model.name());
        return change.carryOut(request, job -> {
            Job.Subject subject = job.value().subject();
            if (subject != null) {
                Answer<ImageSealing> sealing =
                        invocation.api().get("images/" + Query.segment(subject.id()) + "/sealing", ImageSealing.class);
                invocation.terminal().note("The image " + subject.name() + " is ready.");
                SealingCommand.show(printer, sealing);
            }
        });
    }
}
