/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netwist.deferred.testing.Spec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DebugModeTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(Deferred.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
        logger.setAdditive(false);
        Deferred.setDebugging(true);
    }

    @AfterEach
    void restore() {
        Deferred.setDebugging(false);
        logger.setAdditive(true);
        logger.detachAppender(appender);
    }

    @Spec("CHN-014")
    @Test
    void theSecondToWaitGetsNullAndIsToldSo() {
        Deferred<String> shared = new Deferred<>();
        Deferred<String> first = Deferred.succeed("").addCallbackDeferring(x -> shared);
        assertThat(messages()).isEmpty();
        Deferred<String> second = Deferred.succeed("").addCallbackDeferring(x -> shared);
        assertThat(messages())
                .singleElement()
                .asString()
                .contains("a second callback")
                .contains("Deferreds.fork");
        shared.callback("once");
        assertThat(successResultOf(first)).isEqualTo("once");
        assertThat(successResultOf(second)).isNull();
    }

    @Spec("CHN-014")
    @Test
    void aResultThatALaterStageMadeIsNobodyElses() {
        Deferred<String> inner = Deferred.succeed("a");
        Deferred<String> first = Deferred.succeed("").addCallbackDeferring(x -> inner);
        assertThat(successResultOf(first)).isEqualTo("a");
        Deferred<String> renewed = inner.addCallback(gone -> "b");
        Deferred<String> second = Deferred.succeed("").addCallbackDeferring(x -> renewed);
        assertThat(successResultOf(second)).isEqualTo("b");
        assertThat(messages()).isEmpty();
    }

    @Spec("CHN-014")
    @Test
    void outsideDebugModeNothingIsSaid() {
        Deferred.setDebugging(false);
        Deferred<String> shared = new Deferred<>();
        Deferred.succeed("").addCallbackDeferring(x -> shared).onSuccess(x -> {});
        Deferred.succeed("").addCallbackDeferring(x -> shared).onSuccess(x -> {});
        assertThat(messages()).isEmpty();
    }

    @Spec("COR-009")
    @Test
    void theSecondAwaitOfAFiredOneGetsNullAndIsToldSo() {
        Deferred<String> fired = Deferred.succeed("once");
        List<String> got = new ArrayList<>();
        successResultOf(Coroutines.run(() -> {
            got.add(Coroutines.await(fired));
            got.add(String.valueOf((Object) Coroutines.await(fired)));
        }));
        assertThat(got).containsExactly("once", "null");
        assertThat(messages()).singleElement().asString().contains("a second callback or coroutine");
    }

    @Spec("COR-009")
    @Test
    void theSecondAwaitOfAPendingOneGetsNullAndIsToldSo() {
        Deferred<String> pending = new Deferred<>();
        Deferred<String> first = Coroutines.run(() -> Coroutines.await(pending));
        Deferred<String> second = Coroutines.run(() -> Coroutines.await(pending));
        pending.callback("once");
        assertThat(successResultOf(first)).isEqualTo("once");
        assertThat(successResultOf(second)).isNull();
        assertThat(messages()).hasSize(1);
    }

    @Spec("UNH-010")
    @Test
    void oneDeferredAloneCanRecordWhereItIsFired() {
        Deferred.setDebugging(false);
        Deferred<String> traced = new Deferred<String>().setDebug(true);
        traced.callback("x");
        assertThatThrownBy(() -> traced.callback("y"))
                .isInstanceOf(AlreadyCalledException.class)
                .hasMessageContaining(" I: io.netwist.deferred.DebugModeTest")
                .hasMessageNotContaining(" C: ");
        Deferred<String> untraced = new Deferred<String>().setDebug(true).setDebug(false);
        untraced.callback("x");
        assertThatThrownBy(() -> untraced.callback("y")).hasMessageNotContaining(" I: ");
    }

    @Spec("HLP-006")
    @Test
    void logErrorLogsTheFailureAndLeavesItToBeHandled() {
        IllegalStateException thrown = new IllegalStateException("lost");
        List<Throwable> handled = new ArrayList<>();
        Deferred.fail(thrown).onFailure(Deferreds::logError).handleFailure(failure -> handled.add(failure.value()));
        assertThat(messages()).containsExactly("Failure in Deferred: " + Failure.of(thrown));
        assertThat(handled).containsExactly(thrown);
    }

    private List<String> messages() {
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
