/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.testing.Chunkings;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatefulTest {

    private final List<String> events = new ArrayList<>();

    private class Login extends NetstringReceiver {
        final StringStates states = new StringStates(this)
                .on("init", user -> note("user", user, "password"))
                .on("password", this::password);

        private String password(ByteBuf password) {
            return note("password", password, password.readableBytes() > 3 ? "done" : "nowhere");
        }

        @Override
        protected void stringReceived(ByteBuf string) throws Exception {
            states.stringReceived(string);
        }
    }

    private String note(String what, ByteBuf string, String next) {
        events.add(what + " " + string.toString(StandardCharsets.UTF_8));
        return next;
    }

    @Test
    @Spec("PRO-033")
    void sendsEachStringToTheFunctionOfItsState() {
        Login good = new Login();
        StringTransport tr = StringTransport.connect(good);
        tr.deliver("3:joe,6:secret,5:extra,");
        assertThat(events).containsExactly("user joe", "password secret");
        assertThat(tr.isDisconnecting()).isTrue();

        Login lost = new Login();
        StringTransport unknown = StringTransport.connect(lost);
        unknown.deliver("3:joe,1:x,5:extra,");
        assertThat(lost.states.state()).isEqualTo("nowhere");
        assertThat(unknown.isDisconnecting()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    @Spec("PRO-034")
    void waitsForAsManyBytesAsTheStateWants(Chunkings chunking) {
        StatefulProtocol protocol = new StatefulProtocol() {
            @Override
            protected State initialState() {
                return new State(1, this::length);
            }

            private State length(ByteBuf data) {
                byte length = data.readByte();
                if (length == 0) {
                    transport().loseConnection();
                    return null;
                }
                return new State(length, this::payload);
            }

            private State payload(ByteBuf data) {
                events.add(data.toString(StandardCharsets.UTF_8));
                return events.size() == 2 ? null : initialState();
            }
        };
        byte[] input = {3, 'a', 'b', 'c', 2, 'd', 'e', 'f', 'g', 1, 'h', 0, 'i', 'j'};
        // The second payload's state stays, so two bytes come twice; then lengths again.
        chunking.deliver(StringTransport.connect(protocol), input);
        assertThat(events).containsExactly("abc", "de", "fg", "h");
    }
}
