/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.error.BadFileException;
import io.netwist.bridge.error.CannotListenException;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** UNIX sockets by description. */
class UnixEndpointIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private static final class Echo extends BaseProtocol {
        @Override
        public void dataReceived(ByteBuf data) {
            transport().write(data.retain());
        }
    }

    private static final class Client extends BaseProtocol {
        final Deferred<String> answer = new Deferred<>();

        @Override
        public void dataReceived(ByteBuf data) {
            answer.callback(data.toString(StandardCharsets.UTF_8));
        }
    }

    private ServerEndpoint server(NettyReactor reactor, String options) {
        return Endpoints.serverFromString(
                reactor,
                "unix:" + Endpoints.quoteStringArgument(directory.resolve("a:b").toString()) + options);
    }

    private ClientEndpoint client(NettyReactor reactor, String options) {
        return Endpoints.clientFromString(
                reactor,
                "unix:path="
                        + Endpoints.quoteStringArgument(directory.resolve("a:b").toString()) + options);
    }

    @Test
    @Spec({"END-009", "END-028", "END-035"})
    void aDescriptionListensWithALockAndConnects() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            ListeningPort port = reactor.runUntil(server(reactor, ":mode=600").listen(peer -> new Echo()), LIMIT);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("a:b"))))
                    .isEqualTo("rw-------");
            assertThat(Files.isSymbolicLink(directory.resolve("a:b.lock"))).isTrue();

            Client client =
                    reactor.runUntil(client(reactor, ":lockfile=1:timeout=5").connect(peer -> new Client()), LIMIT);
            client.transport().write("hello");
            assertThat(reactor.runUntil(client.answer, LIMIT)).isEqualTo("hello");

            assertThatExceptionOfType(CannotListenException.class)
                    .isThrownBy(() -> reactor.runUntil(server(reactor, "").listen(peer -> new Echo()), LIMIT));
            reactor.runUntil(port.stopListening(), LIMIT);
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    @Spec({"END-028", "END-035"})
    void withoutALockAClientThatLooksForOneFails() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            reactor.runUntil(server(reactor, ":lockfile=0").listen(peer -> new Echo()), LIMIT);
            assertThat(Files.exists(directory.resolve("a:b.lock"))).isFalse();

            assertThatExceptionOfType(BadFileException.class)
                    .isThrownBy(() ->
                            reactor.runUntil(client(reactor, ":lockfile=1").connect(peer -> new Client()), LIMIT));
            reactor.runUntil(client(reactor, "").connect(peer -> new Client()), LIMIT);
        }
    }
}
