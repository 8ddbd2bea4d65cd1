/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The loop of the engine agrees with the obvious recursion on random sequences of calls. */
class ChainProperties {
    private static final int STEPS = 1_000_000;
    private static final int WORLD = 6;

    /** What a stage does, on either side. */
    private enum Kind {
        VALUE,
        THROW,
        WAIT,
        HANDLE,
        HANDLE_WAIT,
        LOOK,
        FIRE,
        ADD,
        CANCEL,
        PAUSE,
        UNPAUSE
    }

    private static final List<Kind> KINDS = List.of(Kind.values());

    private record Step(
            int id, Kind kind, int target, @Nullable Step inner) {
        static Step random(Random random, int id, boolean nest) {
            Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            return new Step(id, kind, random.nextInt(WORLD), nest ? random(random, id + 1, false) : null);
        }
    }

    /** One of the two sides: it does what it is told and writes down what it sees. */
    private abstract static class Side {
        final List<String> log = new ArrayList<>();

        abstract void callback(int target, @Nullable Object value);

        abstract void errback(int target);

        abstract void cancel(int target);

        abstract void pause(int target);

        abstract void unpause(int target);

        abstract void add(int target, Step step);

        void attempt(Runnable call) {
            try {
                call.run();
            } catch (RuntimeException refused) {
                log.add(refused.getClass().getSimpleName());
            }
        }

        /** What a stage does besides making the next result. */
        @Nullable
        Object act(Step step, @Nullable Object seen) throws Exception {
            log.add(step.id + " sees " + text(seen));
            switch (step.kind) {
                case THROW -> throw new IOException("from " + step.id);
                case FIRE -> callback(step.target, step.id);
                case ADD -> {
                    if (step.inner != null) {
                        add(step.target, step.inner);
                    }
                }
                case CANCEL -> cancel(step.target);
                case PAUSE -> pause(step.target);
                case UNPAUSE -> unpause(step.target);
                default -> {}
            }
            return step.kind == Kind.VALUE || step.kind == Kind.HANDLE ? (Object) step.id : seen;
        }

        static String text(@Nullable Object seen) {
            return seen instanceof Failure failure ? failure.value().getClass().getSimpleName() : String.valueOf(seen);
        }
    }

    /** The library. */
    private static final class Real extends Side {
        final List<Deferred<Object>> all = new ArrayList<>();

        Real() {
            for (int i = 0; i < WORLD; i++) {
                int id = i;
                all.add(i % 2 == 0 ? new Deferred<>() : new Deferred<>(self -> log.add("canceller " + id)));
            }
        }

        @Override
        void callback(int target, @Nullable Object value) {
            all.get(target).callback(value);
        }

        @Override
        void errback(int target) {
            all.get(target).errback(new IOException());
        }

        @Override
        void cancel(int target) {
            all.get(target).cancel();
        }

        @Override
        void pause(int target) {
            all.get(target).pause();
        }

        @Override
        void unpause(int target) {
            all.get(target).unpause();
        }

        @Override
        void add(int target, Step step) {
            Deferred<Object> d = all.get(target);
            Deferred<Object> other = all.get(step.target);
            switch (step.kind) {
                case HANDLE -> d.addErrback(f -> act(step, f));
                case HANDLE_WAIT ->
                    d.addErrbackDeferring(f -> {
                        act(step, f);
                        return other;
                    });
                case WAIT ->
                    assertThat((Object) d.addCallbackDeferring(v -> {
                                act(step, v);
                                return other;
                            }))
                            .isSameAs(d);
                case LOOK -> d.onFired(o -> act(step, o.isSuccess() ? o.value() : o.failure()));
                default -> assertThat((Object) d.addCallback(v -> act(step, v))).isSameAs(d);
            }
        }

        String state(int target) {
            Deferred<Object> d = all.get(target);
            String result = d.hasResult() ? text(d.result) : "none";
            return d.isCalled() + " " + d.isPaused() + " " + result;
        }
    }

    /** The obvious recursion. */
    private static final class Model extends Side {
        final class Node {
            final boolean canceller;
            final int id;
            boolean fired;
            boolean running;
            boolean cancelling;
            boolean dropLate;
            int pauses;

            @Nullable
            Object result;

            @Nullable
            Node waitsFor;

            final List<Object> stages = new ArrayList<>();

            Node(int id) {
                this.id = id;
                this.canceller = id % 2 != 0;
            }

            boolean idle() {
                return fired && !running && pauses == 0 && waitsFor == null;
            }

            void fire(@Nullable Object value) {
                if (fired) {
                    if (dropLate) {
                        dropLate = false;
                        return;
                    }
                    throw new AlreadyCalledException("");
                }
                fired = true;
                result = value;
                run();
            }

            void run() {
                while (idle() && !stages.isEmpty()) {
                    Object stage = stages.remove(0);
                    running = true;
                    if (stage instanceof Node waiter) {
                        waiter.waitsFor = null;
                        waiter.result = result;
                        result = null;
                        // With nothing left to run it is idle already, and a stage added to it runs at once.
                        running = !stages.isEmpty();
                        waiter.run();
                    } else {
                        apply((Step) stage);
                    }
                    running = false;
                }
            }

            void apply(Step step) {
                boolean failed = result instanceof Failure;
                boolean forErrors = step.kind == Kind.HANDLE || step.kind == Kind.HANDLE_WAIT;
                if (step.kind != Kind.LOOK && failed != forErrors) {
                    return;
                }
                try {
                    result = act(step, result);
                    if (step.kind == Kind.WAIT || step.kind == Kind.HANDLE_WAIT) {
                        waitFor(all.get(step.target));
                    }
                } catch (Exception thrown) {
                    result = Failure.of(thrown);
                }
            }

            void waitFor(Node inner) {
                if (inner.idle()) {
                    result = inner.result;
                    inner.result = null;
                    return;
                }
                for (Node at = inner; at != null; at = at.waitsFor) {
                    if (at == this) {
                        throw new IllegalStateException("cycle");
                    }
                }
                result = null;
                waitsFor = inner;
                inner.stages.add(this);
            }

            void cancel() {
                if (waitsFor != null) {
                    waitsFor.cancel();
                } else if (!fired && !cancelling) {
                    dropLate = !canceller;
                    if (canceller) {
                        log.add("canceller " + id);
                    }
                    fire(Failure.of(new CancelledException()));
                }
            }
        }

        final List<Node> all = new ArrayList<>();

        Model() {
            for (int i = 0; i < WORLD; i++) {
                all.add(new Node(i));
            }
        }

        @Override
        void callback(int target, @Nullable Object value) {
            all.get(target).fire(value);
        }

        @Override
        void errback(int target) {
            all.get(target).fire(Failure.of(new IOException()));
        }

        @Override
        void cancel(int target) {
            all.get(target).cancel();
        }

        @Override
        void pause(int target) {
            all.get(target).pauses++;
        }

        @Override
        void unpause(int target) {
            Node node = all.get(target);
            if (node.pauses == 0) {
                throw new IllegalStateException();
            }
            node.pauses--;
            node.run();
        }

        @Override
        void add(int target, Step step) {
            Node node = all.get(target);
            node.stages.add(step);
            node.run();
        }

        String state(int target) {
            Node node = all.get(target);
            return node.fired + " " + (node.pauses > 0) + " " + (node.idle() ? text(node.result) : "none");
        }
    }

    @Test
    void agreesWithTheRecursiveModel() {
        Random random = new Random(20260101);
        try (UnhandledFailures.Watch left = UnhandledFailures.watch()) {
            for (int step = 0; step < STEPS; ) {
                Real real = new Real();
                Model model = new Model();
                List<String> told = new ArrayList<>();
                for (int i = 0; i < 40; i++, step++) {
                    long seed = random.nextLong();
                    told.add(seed + " in step " + step);
                    tell(real, new Random(seed), step);
                    tell(model, new Random(seed), step);
                    if (!real.log.equals(model.log)) {
                        assertThat(real.log).as("%s", told).isEqualTo(model.log);
                    }
                    for (int t = 0; i % 8 == 7 && t < WORLD; t++) {
                        if (!real.state(t).equals(model.state(t))) {
                            assertThat(real.state(t)).as("%s", told).isEqualTo(model.state(t));
                        }
                    }
                    real.log.clear();
                    model.log.clear();
                }
                left.flush();
            }
        }
    }

    private static void tell(Side side, Random random, int step) {
        int target = random.nextInt(WORLD);
        int what = random.nextInt(20);
        Step stage = Step.random(random, step * 10, true);
        side.attempt(() -> {
            switch (what) {
                case 0, 1 -> side.callback(target, step);
                case 2 -> side.errback(target);
                case 3 -> side.cancel(target);
                case 4, 5 -> side.pause(target);
                case 6, 7, 8 -> side.unpause(target);
                default -> side.add(target, stage);
            }
        });
    }
}
