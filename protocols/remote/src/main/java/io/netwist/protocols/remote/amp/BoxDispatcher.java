/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import io.netwist.deferred.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells questions from answers, and knows which answers are missing. */
final class BoxDispatcher implements BoxReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(Amp.class);

    static final String COMMAND = "_command";
    static final String ASK = "_ask";
    static final String ANSWER = "_answer";
    static final String ERROR = "_error";
    static final String ERROR_CODE = "_error_code";
    static final String ERROR_DESCRIPTION = "_error_description";
    static final String UNKNOWN = "UNKNOWN";
    static final String UNHANDLED = "UNHANDLED";

    private final Map<String, Deferred<Box>> questions = new HashMap<>();
    private final Function<String, @Nullable Responder> responders;
    private final Amp amp;
    private final BoxSender sender;
    private long counter;

    /** Why no answer will come any more. */
    private @Nullable Throwable over;

    BoxDispatcher(Amp amp, Function<String, @Nullable Responder> responders) {
        this.amp = amp;
        this.sender = amp;
        this.responders = responders;
    }

    // ---- asking

    /** Sends a command. The Deferred of one that wants no answer has fired with null. */
    Deferred<@Nullable Box> ask(String command, Box arguments, boolean requiresAnswer) {
        if (over != null) {
            return requiresAnswer ? Deferred.fail(over) : Deferred.succeed(null);
        }
        Box box = arguments.copy().put(COMMAND, command.getBytes(StandardCharsets.ISO_8859_1));
        String tag = Long.toHexString(++counter);
        if (!requiresAnswer) {
            sender.sendBox(box);
            return Deferred.succeed(null);
        }
        // First, so that nothing waits for the answer to what cannot be sent.
        sender.sendBox(box.put(ASK, tag));
        // A cancelled question stays: its answer will come and must find it.
        Deferred<@Nullable Box> question = new Deferred<>();
        questions.put(tag, question);
        return question;
    }

    private @Nullable Deferred<Box> question(String tag) {
        Deferred<Box> question = questions.remove(tag);
        if (question == null) {
            throw new UnknownQuestionException(tag);
        }
        if (question.isCalled()) {
            return null;
        }
        // Behind all that the caller has added: what he does not handle ends the connection.
        question.handleFailure(sender::unhandledError);
        return question;
    }

    // ---- BoxReceiver

    @Override
    public void startReceivingBoxes(BoxSender boxSender) throws Exception {
        amp.startReceivingBoxes();
    }

    @Override
    public void boxReceived(Box box) {
        String answer = box.text(ANSWER);
        String error = box.text(ERROR);
        byte[] command = box.get(COMMAND);
        if (answer != null) {
            Deferred<Box> question = question(answer);
            if (question != null) {
                question.callback(box);
            }
        } else if (error != null) {
            Deferred<Box> question = question(error);
            if (question != null) {
                question.errback(error(box));
            }
        } else if (command != null) {
            commandReceived(new String(command, StandardCharsets.ISO_8859_1), box);
        } else {
            throw new NoEmptyBoxesException(
                    "a box came without " + COMMAND + ", " + ANSWER + " or " + ERROR + ": " + box);
        }
    }

    private static RemoteAmpException error(Box box) {
        byte[] bytes = box.get(ERROR_CODE);
        String code = bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
        String description = Objects.requireNonNullElse(box.text(ERROR_DESCRIPTION), "");
        return switch (code) {
            case UNHANDLED -> new UnhandledCommandException(code, description);
            case UNKNOWN -> new UnknownRemoteException(code, description);
            default -> new RemoteAmpException(code, description);
        };
    }

    @Override
    public void stopReceivingBoxes(Failure reason) {
        fail(reason.value());
        amp.stopReceivingBoxes(reason);
    }

    /** Nothing that was asked will be answered any more. */
    void fail(Throwable reason) {
        over = reason;
        List<Deferred<Box>> unanswered = new ArrayList<>(questions.values());
        questions.clear();
        for (Deferred<Box> question : unanswered) {
            if (!question.isCalled()) {
                question.errback(reason);
            }
        }
    }

    // ---- answering

    private void commandReceived(String command, Box request) {
        byte[] tag = request.get(ASK);
        Responder responder = responders.apply(command);
        Deferred<Answer> answer = responder == null
                ? Deferred.fail(new UnhandledCommandException(
                        UNHANDLED,
                        "Unhandled Command: " + Texts.pythonBytes(command.getBytes(StandardCharsets.ISO_8859_1))))
                : Deferreds.maybeDeferring(() -> responder.respond(request, amp));
        answer.consume(given -> answer(tag, given), failure -> failed(tag, command, failure))
                .handleFailure(sender::unhandledError);
    }

    private void answer(byte @Nullable [] tag, Answer answer) {
        if (tag == null || over != null) {
            return;
        }
        sender.sendBox(answer.box().put(ANSWER, tag));
        if (answer.after() != null) {
            answer.after().run();
        }
    }

    private void failed(byte @Nullable [] tag, String command, Failure failure) {
        RemoteAmpException told;
        if (failure.value() instanceof RemoteAmpException declared) {
            told = declared;
            Throwable cause = declared.getCause();
            LOG.debug(
                    "command {} on {} failed: {}",
                    command,
                    amp.transport(),
                    cause == null ? declared : cause.toString());
        } else {
            told = new RemoteAmpException(UNKNOWN, "Unknown Error", true, failure.value());
            LOG.error("the responder of command {} on {} failed", command, amp.transport(), failure.value());
        }
        if (over != null) {
            return;
        }
        if (tag != null) {
            Box box = new Box()
                    .put(ERROR, tag)
                    .put(ERROR_CODE, told.code().getBytes(StandardCharsets.ISO_8859_1))
                    .put(ERROR_DESCRIPTION, Texts.cut(told.description()));
            sender.sendBox(box);
        }
        if (tag == null || told.isFatal()) {
            amp.transport().loseConnection();
        }
    }
}
