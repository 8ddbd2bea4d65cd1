/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.testing.Spec;
import java.io.FileNotFoundException;
import java.io.IOException;
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
        assertThat(caused.frames().get(0).getClassName()).isEqualTo(FailureTest.class.getName());
        StringWriter text = new StringWriter();
        caused.printTraceback(new PrintWriter(text));
        assertThat(text.toString()).isEqualTo(caused.getTraceback());
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
