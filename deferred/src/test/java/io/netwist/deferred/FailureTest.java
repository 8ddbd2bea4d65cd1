/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.testing.Spec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTest {
    private final IOException thrown = new FileNotFoundException("gone");
    private final Failure failure = Failure.of(thrown);

    @Spec({"FAI-001", "FAI-015"})
    @Test
    void holdsTheVeryExceptionAndIsOnlyEqualToItself() {
        assertThat(failure.value()).isSameAs(thrown);
        assertThat(Failure.of(failure.propagate())).isSameAs(failure);
        assertThat(failure).isNotEqualTo(Failure.of(thrown));
        assertThat(failure.number())
                .isEqualTo(failure.number())
                .isNotEqualTo(Failure.of(thrown).number());
    }

    @Spec({"FAI-002", "FAI-004"})
    @Test
    void checkGivesTheFirstListedTypeThatFits() {
        assertThat(failure.check(Error.class, IOException.class, FileNotFoundException.class))
                .isEqualTo(IOException.class);
        assertThat(failure.check(Error.class)).isNull();
        assertThat(failure.check(new String[0])).isNull();
        assertThat(failure.is(IOException.class)).isTrue();
        assertThat(failure.as(IOException.class)).containsSame(thrown);
        assertThat(failure.as(Error.class)).isEmpty();
        assertThat(Failure.of(new StackOverflowError()).is(Error.class)).isTrue();
    }

    @Spec("FAI-003")
    @Test
    void typesMayBeNamed() {
        assertThat(failure.check("java.lang.Error", "java.io.IOException")).isEqualTo("java.io.IOException");
        assertThat(failure.check("IOException")).isNull();
    }

    @Spec({"FAI-005", "FAI-006"})
    @Test
    void trapLetsOthersThrough() {
        assertThat(failure.trap(IOException.class)).isSameAs(thrown);
        assertThatThrownBy(() -> failure.trap(Error.class)).isSameAs(thrown);
        assertThatThrownBy(failure::raiseException).isSameAs(thrown);
    }

    @Spec({"FAI-007", "FAI-008", "FAI-011"})
    @Test
    void textNeverThrows() {
        Failure hostile = Failure.of(new RuntimeException() {
            @Override
            public String getMessage() {
                throw new IllegalStateException();
            }
        });
        assertThat(hostile.getErrorMessage()).contains("getMessage failed");
        assertThat(hostile.getTraceback()).contains("printStackTrace failed");
        assertThat(failure.toString()).contains("FileNotFoundException").contains("gone");
        assertThat(failure.getErrorMessage()).isEqualTo("gone");
    }

    @Spec({"FAI-009", "FAI-010", "FAI-013", "FAI-018"})
    @Test
    void tracesHaveTypeMessageFramesAndCauses() {
        Failure caused = Failure.of(new IllegalStateException("outer", thrown));
        assertThat(caused.getTraceback())
                .startsWith("java.lang.IllegalStateException: outer")
                .contains("FailureTest")
                .contains("Caused by: java.io.FileNotFoundException: gone");
        assertThat(caused.getBriefTraceback())
                .startsWith("java.lang.IllegalStateException: outer")
                .containsPattern("FailureTest.java:\\d+:tracesHave");
        assertThat(caused.getTraceback(Failure.Detail.BRIEF)).isEqualTo(caused.getBriefTraceback());
        assertThat(caused.getTraceback(Failure.Detail.DEFAULT)).isEqualTo(caused.getTraceback());
        assertThat(caused.getTraceback(Failure.Detail.VERBOSE))
                .startsWith("--- Failure " + caused.number() + " (variables are not recorded)")
                .contains(caused.getTraceback())
                .endsWith("--- end of Failure " + caused.number() + System.lineSeparator());
        assertThat(caused.frames().get(0).getClassName()).isEqualTo(FailureTest.class.getName());
        StringWriter text = new StringWriter();
        caused.printTraceback(new PrintWriter(text));
        assertThat(text.toString()).isEqualTo(caused.getTraceback());
    }

    @Spec("FAI-014")
    @Test
    void aSerialisedCopyKeepsTheExceptionAndWhoAwaitedIt() throws Exception {
        Failure awaited = failure.awaitedAt(() -> List.of(new StackTraceElement("A", "b", "A.java", 7)));
        Failure copy = copy(awaited);
        assertThat(copy.isCopy()).isTrue();
        assertThat(awaited.isCopy()).isFalse();
        assertThat(copy.value()).isInstanceOf(FileNotFoundException.class).hasMessage("gone");
        assertThat(copy.frames()).isEqualTo(awaited.frames());
        assertThat(copy.getTraceback(Failure.Detail.VERBOSE)).contains("(copied)");
    }

    @Spec({"FAI-014", "FAI-003"})
    @Test
    void anExceptionThatCannotBeSerialisedIsDescribed() throws Exception {
        Failure odd = Failure.of(new Odd("held", new IOException("below")));
        Failure copy = copy(odd);
        assertThat(copy.value())
                .isInstanceOf(CopiedException.class)
                .hasMessage("held")
                .hasToString(Odd.class.getName() + ": held")
                .hasCauseInstanceOf(CopiedException.class);
        assertThat(copy.ancestors())
                .containsExactly(
                        Odd.class.getName(),
                        "java.lang.IllegalStateException",
                        "java.lang.RuntimeException",
                        "java.lang.Exception",
                        "java.lang.Throwable")
                .isEqualTo(odd.ancestors());
        assertThat(copy.check("no.such.Error", "java.lang.IllegalStateException"))
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(copy.frames()).isEqualTo(odd.frames());
        assertThatThrownBy(() -> new CopiedException(List.of(), "x", null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Failure copy(Failure failure) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(failure);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (Failure) in.readObject();
        }
    }

    @SuppressWarnings("serial") // That it cannot be serialised is the point of it.
    private static final class Odd extends IllegalStateException {
        private final Object held = new Object();

        Odd(String message, Throwable cause) {
            super(message, cause);
        }

        @Override
        public String getMessage() {
            return held == null ? "" : String.valueOf(super.getMessage());
        }
    }

    @Spec("FAI-017")
    @Test
    void aHookIsCalledForEachNewOne() {
        List<Failure> seen = new ArrayList<>();
        Failure.onCreate(seen::add);
        try {
            Failure made = Failure.of(thrown);
            assertThat(seen).containsExactly(made);
        } finally {
            Failure.onCreate(null);
        }
    }

    @Test
    void anOutcomeGivesTheValueOrThrows() throws Exception {
        assertThat(Outcome.success("x").value()).isEqualTo("x");
        assertThatThrownBy(() -> Outcome.failed(failure).value()).isSameAs(thrown);
        assertThatThrownBy(() -> Outcome.success("x").failure()).isInstanceOf(IllegalStateException.class);
        assertThat(Outcome.success("x").toString()).contains("success: x");
    }
}
