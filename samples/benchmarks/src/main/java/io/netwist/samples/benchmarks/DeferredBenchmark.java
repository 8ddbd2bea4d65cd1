/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The work of {@link Compare}, for JMH and its profilers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class DeferredBenchmark {
    /** What is fired with; not a constant, so that nothing is folded. */
    public Object value = "value";

    @Benchmark
    public Object registered1WithDeferred() {
        return WithDeferred.registered1(value);
    }

    @Benchmark
    public Object registered3WithDeferred() {
        return WithDeferred.registered3(value);
    }

    @Benchmark
    public Object registered10WithDeferred() {
        return WithDeferred.registered10(value);
    }

    @Benchmark
    public Object fired1WithDeferred() {
        return WithDeferred.fired1(value);
    }

    @Benchmark
    public Object fired3WithDeferred() {
        return WithDeferred.fired3(value);
    }

    @Benchmark
    public Object fired10WithDeferred() {
        return WithDeferred.fired10(value);
    }

    @Benchmark
    public Object errorPathWithDeferred() {
        return WithDeferred.errorPath(value);
    }

    @Benchmark
    public Object firedInnerWithDeferred() {
        return WithDeferred.firedInner(value);
    }

    @Benchmark
    public Object unfiredInnerWithDeferred() {
        return WithDeferred.unfiredInner(value);
    }

    @Benchmark
    public Object gather100WithDeferred() {
        return WithDeferred.gather100(value);
    }

    @Benchmark
    public Object tenStepsWithDeferred() {
        return WithDeferred.tenSteps(value);
    }

    @Benchmark
    public Object registered1WithCompletableFuture() {
        return WithCompletableFuture.registered1(value);
    }

    @Benchmark
    public Object registered3WithCompletableFuture() {
        return WithCompletableFuture.registered3(value);
    }

    @Benchmark
    public Object registered10WithCompletableFuture() {
        return WithCompletableFuture.registered10(value);
    }

    @Benchmark
    public Object fired1WithCompletableFuture() {
        return WithCompletableFuture.fired1(value);
    }

    @Benchmark
    public Object fired3WithCompletableFuture() {
        return WithCompletableFuture.fired3(value);
    }

    @Benchmark
    public Object fired10WithCompletableFuture() {
        return WithCompletableFuture.fired10(value);
    }

    @Benchmark
    public Object errorPathWithCompletableFuture() {
        return WithCompletableFuture.errorPath(value);
    }

    @Benchmark
    public Object firedInnerWithCompletableFuture() {
        return WithCompletableFuture.firedInner(value);
    }

    @Benchmark
    public Object unfiredInnerWithCompletableFuture() {
        return WithCompletableFuture.unfiredInner(value);
    }

    @Benchmark
    public Object gather100WithCompletableFuture() {
        return WithCompletableFuture.gather100(value);
    }

    @Benchmark
    public Object tenStepsWithCompletableFuture() {
        return WithCompletableFuture.tenSteps(value);
    }

    @Benchmark
    public Object registered1WithStumbleUpon() {
        return WithStumbleUpon.registered1(value);
    }

    @Benchmark
    public Object registered3WithStumbleUpon() {
        return WithStumbleUpon.registered3(value);
    }

    @Benchmark
    public Object registered10WithStumbleUpon() {
        return WithStumbleUpon.registered10(value);
    }

    @Benchmark
    public Object fired1WithStumbleUpon() {
        return WithStumbleUpon.fired1(value);
    }

    @Benchmark
    public Object fired3WithStumbleUpon() {
        return WithStumbleUpon.fired3(value);
    }

    @Benchmark
    public Object fired10WithStumbleUpon() {
        return WithStumbleUpon.fired10(value);
    }

    @Benchmark
    public Object errorPathWithStumbleUpon() {
        return WithStumbleUpon.errorPath(value);
    }

    @Benchmark
    public Object firedInnerWithStumbleUpon() {
        return WithStumbleUpon.firedInner(value);
    }

    @Benchmark
    public Object unfiredInnerWithStumbleUpon() {
        return WithStumbleUpon.unfiredInner(value);
    }

    @Benchmark
    public Object gather100WithStumbleUpon() {
        return WithStumbleUpon.gather100(value);
    }

    @Benchmark
    public Object registered1WithPromise() {
        return WithPromise.registered1(value);
    }

    @Benchmark
    public Object registered3WithPromise() {
        return WithPromise.registered3(value);
    }

    @Benchmark
    public Object registered10WithPromise() {
        return WithPromise.registered10(value);
    }

    @Benchmark
    public Object fired1WithPromise() {
        return WithPromise.fired1(value);
    }

    @Benchmark
    public Object fired3WithPromise() {
        return WithPromise.fired3(value);
    }

    @Benchmark
    public Object fired10WithPromise() {
        return WithPromise.fired10(value);
    }

    @Benchmark
    public Object errorPathWithPromise() {
        return WithPromise.errorPath();
    }
}
