package io.pando.job;

import io.pando.api.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** A kind of job whose steps follow a test's script. */
@Component
class TestKind implements JobKind<TestKind.Request> {
    static final String NAME = "test";

    record Request(String script) {}

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
        return steps(false);
    }

    /** @param destroying whether what the second step does cannot be brought back */
    static List<Step<Request>> steps(boolean destroying) {
        return Stream.of("first", "second", "third")
                .<Step<Request>>map(name -> new Scripted(name, destroying && name.equals("second")))
                .toList();
    }

    @Override
    public void done(StepContext<Request> context) {
        script(context).log.add("done");
    }

    @Override
    public void undone(StepContext<Request> context, Problem cause) {
        script(context).log.add("undone because " + cause.detail());
    }

    @Override
    public void left(StepContext<Request> context, Problem cause) {
        script(context).log.add("left because " + cause.detail());
    }

    private static Script script(StepContext<Request> context) {
        return Script.of(context.request().script());
    }

    private record Scripted(String name, boolean destroys) implements Step<Request> {
        @Override
        public String title() {
            return "The " + name + " step";
        }

        @Override
        public Outcome run(StepContext<Request> context) throws InterruptedException {
            script(context).log.add("run " + name);
            return script(context).part(name).run(context);
        }

        @Override
        public void undo(StepContext<Request> context) {
            script(context).log.add("undo " + name);
            script(context).part(name).undo();
        }
    }
}
