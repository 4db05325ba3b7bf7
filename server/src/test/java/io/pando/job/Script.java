package io.pando.job;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** What the steps of one test job do, and what they did. */
final class Script {
    private static final Map<String, Script> SCRIPTS = new ConcurrentHashMap<>();

    final String id = UUID.randomUUID().toString();
    final List<String> log = new CopyOnWriteArrayList<>();
    final Part first = new Part("first");
    final Part second = new Part("second");
    final Part third = new Part("third");

    static Script begin() {
        Script script = new Script();
        SCRIPTS.put(script.id, script);
        return script;
    }

    static Script of(String id) {
        Script script = SCRIPTS.get(id);
        if (script == null) {
            throw new IllegalStateException("No test has a script " + id);
        }
        return script;
    }

    Part part(String name) {
        return switch (name) {
            case "first" -> first;
            case "second" -> second;
            default -> third;
        };
    }

    void awaitLog(String line) {
        while (!log.contains(line)) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** What a step does. */
    interface Deed {
        Outcome run(StepContext<TestKind.Request> context) throws InterruptedException;
    }

    /** One step. */
    static final class Part {
        private volatile Deed deed;
        private volatile Runnable undoing = () -> {};

        Part(String name) {
            this.deed = context -> Outcome.of(name);
        }

        void does(Deed other) {
            deed = other;
        }

        void undoes(Runnable other) {
            undoing = other;
        }

        Outcome run(StepContext<TestKind.Request> context) throws InterruptedException {
            return deed.run(context);
        }

        void undo() {
            undoing.run();
        }
    }
}
