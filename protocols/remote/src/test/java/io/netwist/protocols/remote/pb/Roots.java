/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.deferred.Deferred;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The root object of the recorded sessions, and what it hands out. */
final class Roots {
    private Roots() {}

    static final class MyError extends PBError {
        private static final long serialVersionUID = 1;

        MyError(String message) {
            super(message);
        }
    }

    static final class Thing implements Referenceable {
        @Remote
        String ping(Object... ignored) {
            return "pong";
        }
    }

    static final class Root implements Referenceable {
        final Thing thing = new Thing();
        final List<@Nullable Object> taken = new ArrayList<>();
        final List<Deferred<Object>> held = new ArrayList<>();

        @Remote
        @Nullable
        Object echo(@Nullable Object value) {
            return value;
        }

        @Remote
        List<Object> kw(Object[] arguments, Keywords keywords) {
            return List.of(Arrays.asList(arguments), keywords.values());
        }

        @Remote
        void take(@Nullable Object value) {
            taken.add(value);
        }

        @Remote
        Object boom() {
            return failing(new IllegalArgumentException("bad value"));
        }

        private static Object failing(RuntimeException error) {
            if (error.getMessage() != null) {
                throw error;
            }
            return error;
        }

        @Remote
        Object pberr() {
            return failing(new MyError("known"));
        }

        @Remote
        Deferred<Integer> later() {
            return Deferred.succeed(99);
        }

        @Remote
        Deferred<Integer> laterfail() {
            return Deferred.fail(new NoSuchElementException("'k'"));
        }

        @Remote
        Deferred<Object> hold() {
            Deferred<Object> answer = new Deferred<>();
            held.add(answer);
            return answer;
        }

        @Remote("thing")
        Thing one() {
            return thing;
        }

        @Remote
        List<Thing> two() {
            return List.of(thing, thing);
        }

        @Remote
        Thing fresh() {
            return new Thing();
        }

        @Remote
        Deferred<@Nullable Object> callme(RemoteReference back) {
            return back.callRemote("ping", 5).onFired(outcome -> back.release());
        }

        @Remote
        String typed(long number, String text, byte[] bytes, boolean flag) {
            return number + text + bytes.length + flag;
        }

        @Remote
        Object unsendable() {
            return "\ud800";
        }

        @Remote
        byte[] huge() {
            return new byte[700_000];
        }

        String hidden() {
            return "secret";
        }
    }

    /** The same from the other side. */
    interface RemoteRoot {
        Deferred<String> echo(String text);

        @Remote("echo")
        Deferred<Long> echoNumber(long number);

        Deferred<RemoteThing> thing();

        void take(Object value);

        Deferred<@Nullable Void> boom();
    }

    interface RemoteThing {
        Deferred<String> ping(Object... ignored);
    }
}
