/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.deferred.CopiedException;
import io.netwist.deferred.Failure;
import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.jelly.Jellier;
import io.netwist.protocols.remote.jelly.Jellyable;
import io.netwist.protocols.remote.jelly.Unpersistable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Errors as they are sent, and as they are made of what has come. Source: {@code twisted.spread.pb.CopyableFailure}. */
final class Failures {
    static final String TAG = "twisted.spread.pb.CopyableFailure";
    private static final ByteString TAG_BYTES = ByteString.of(TAG);
    private static final String NO_TRACEBACK = "Traceback unavailable\n";
    private static final int LONGEST_TEXT = 64 * 1024;

    private Failures() {}

    /** The form in which an exception is sent. */
    static Object jelly(Throwable error, BrokerOptions options, Jellier jellier) {
        if (error instanceof Jellyable || options.security().typeOf(error.getClass()) != null) {
            return jellier.jelly(error);
        }
        List<String> names = options.errors().of(error);
        Failure failure = Failure.of(error);
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        state.put("count", failure.number());
        state.put("type", ByteString.of(names.get(0)));
        state.put("value", sendable(error.getMessage() == null ? "" : error.getMessage()));
        state.put("captureVars", false);
        state.put("frames", new ArrayList<>());
        state.put("stack", new ArrayList<>());
        state.put("tb", null);
        state.put("parents", names);
        state.put("unsafeTracebacks", options.unsafeTracebacks());
        state.put("traceback", options.unsafeTracebacks() ? sendable(failure.getTraceback()) : NO_TRACEBACK);
        return jellier.form(error, TAG_BYTES, state);
    }

    /** A message may have anything in it, and an error must arrive. */
    private static String sendable(String text) {
        String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
        return ByteString.of(cut).text();
    }

    /** The exception that the state of a failure tells of. */
    static Throwable made(@Nullable Object state) {
        Map<?, ?> told = state instanceof Map<?, ?> map ? map : Map.of();
        List<String> names = new ArrayList<>();
        names.add(text(get(told, "type"), "unknown"));
        if (get(told, "parents") instanceof List<?> parents) {
            for (Object each : parents) {
                String name = text(each, "");
                if (!name.isEmpty() && !names.contains(name)) {
                    names.add(name);
                }
            }
        }
        String traceback = text(get(told, "traceback"), "");
        boolean traced = !traceback.isBlank() && !traceback.equals(NO_TRACEBACK);
        return copied(names, text(get(told, "value"), ""), traced ? traceback : null);
    }

    private static @Nullable Object get(Map<?, ?> told, String key) {
        Object value = told.get(key);
        return value != null ? value : told.get(ByteString.of(key));
    }

    private static String text(@Nullable Object value, String otherwise) {
        if (value instanceof String text) {
            return text;
        }
        return value instanceof ByteString bytes ? bytes.text() : otherwise;
    }

    private static CopiedException copied(List<String> names, String message, @Nullable String traceback) {
        CopiedException cause =
                traceback == null ? null : new CopiedException(List.of("Traceback from remote host"), traceback, null);
        CopiedException copied = new CopiedException(names, message, cause);
        // Where it was decoded says nothing.
        copied.setStackTrace(new StackTraceElement[0]);
        if (cause != null) {
            cause.setStackTrace(new StackTraceElement[0]);
        }
        return copied;
    }

    /** What a call fails with when this has come as its error. */
    static Throwable received(@Nullable Object value) {
        if (value instanceof Throwable error) {
            return error;
        }
        if (value instanceof Unpersistable refused) {
            return copied(List.of("unknown"), refused.reason(), null);
        }
        String message = value instanceof String || value instanceof ByteString || value instanceof Number
                ? value.toString()
                : "an error that is "
                        + (value == null ? "None" : "a " + value.getClass().getSimpleName());
        return copied(List.of("unknown"), message, null);
    }
}
