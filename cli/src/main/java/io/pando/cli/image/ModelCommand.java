package io.pando.cli.image;

import io.pando.api.Image;
import io.pando.api.UpdateImage;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Names;
import io.pando.cli.output.Printer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando image model}. */
@Command(
        name = "model",
        header = "Mark an image as a model, of which images are staged.",
        description = "Staging it marks it, too.",
        footer = {"", "Examples:", "  pando image model debian", "  pando image model debian --off"})
public final class ModelCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "IMAGE", description = "Name or id.")
    private String name = "";

    @Option(names = "--off", description = "It is no model any more.")
    private boolean off;

    public ModelCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Printer printer = invocation.printer();
        Image image = new Names(invocation.api()).image(name);
        Answer<Image> changed = invocation
                .api()
                .call("PATCH", "images/" + Query.segment(image.id()), new UpdateImage(!off), Image.class);
        if (printer.style().isTable()) {
            invocation.terminal().note("%s is %s model.".formatted(image.name(), off ? "no" : "a"));
        } else {
            printer.document(changed.document());
        }
        return ExitCode.OK;
    }
}
