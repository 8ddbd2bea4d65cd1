/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.socks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.TcpTransport;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.testing.Chunkings;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.protocols.classic.Echo;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxy over real sockets: Netty's codec needs a channel. */
class SocksIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final ListenOptions LOCAL = ListenOptions.defaults().withInterface("127.0.0.1");

    private final NettyReactor reactor = NettyReactor.create();

    /** Collects what it receives. */
    private static final class Client extends BaseProtocol {
        final ByteArrayOutputStream received = new ByteArrayOutputStream();
        final Deferred<@Nullable Void> made = new Deferred<>();
        final Deferred<Failure> lost = new Deferred<>();
        private Deferred<@Nullable Void> reached = new Deferred<>();
        private int wanted;

        @Override
        public void connectionMade() {
            made.callback(null);
        }

        @Override
        public void dataReceived(ByteBuf data) {
            byte[] bytes = new byte[data.readableBytes()];
            data.readBytes(bytes);
            received.writeBytes(bytes);
            if (wanted > 0 && received.size() >= wanted) {
                wanted = 0;
                reached.callback(null);
            }
        }

        Deferred<@Nullable Void> whenReceived(int count) {
            if (received.size() >= count) {
                return Deferred.succeed(null);
            }
            wanted = count;
            reached = new Deferred<>();
            return reached;
        }

        @Override
        public void connectionLost(Failure reason) {
            lost.callbackValue(reason);
        }

        byte[] take() {
            byte[] all = received.toByteArray();
            received.reset();
            return all;
        }
    }

    private int echo;

    @BeforeEach
    void listen() {
        echo = reactor.listenTCP(0, peer -> new Echo(), LOCAL).getHost().port();
    }

    @AfterEach
    void close() {
        reactor.close();
    }

    private Client connect(SocksRules rules) throws Exception {
        return connect(
                reactor.listenTCP(0, new SocksServer(rules), LOCAL).getHost().port());
    }

    private Client connect(int port) throws Exception {
        Client client = new Client();
        reactor.connectTCP("127.0.0.1", port, peer -> client);
        reactor.runUntil(client.made, LIMIT);
        return client;
    }

    private byte[] answer(Client client, int bytes) throws Exception {
        reactor.runUntil(client.whenReceived(bytes), LIMIT);
        return client.take();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] request4(int command, int port, String user) {
        return join(bytes(4, command, port >> 8, port, 127, 0, 0, 1), ascii(user + "\0"));
    }

    private static byte[] request5(int command, int port) {
        return bytes(5, command, 0, 1, 127, 0, 0, 1, port >> 8, port);
    }

    private void talks(Client client) throws Exception {
        client.transport().write("hello");
        assertThat(answer(client, 5)).isEqualTo(ascii("hello"));
        client.transport().loseConnection();
        reactor.runUntil(client.lost, LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"joe", ""})
    void connectsWithVersion4(String user) throws Exception {
        Client client = connect(SocksRules.open());
        client.transport().write(request4(1, echo, user));
        assertThat(answer(client, 8)).startsWith(0, 90);
        talks(client);
    }

    @Test
    void connectsToANameWithVersion4a() throws Exception {
        Client client = connect(SocksRules.open());
        client.transport().write(join(bytes(4, 1, echo >> 8, echo, 0, 0, 0, 7), ascii("joe\0localhost\0")));
        assertThat(answer(client, 8)).startsWith(0, 90);
        talks(client);
    }

    @ParameterizedTest
    @EnumSource(names = {"WHOLE", "BYTE_BY_BYTE", "RANDOM_SMALL"})
    void connectsWithVersion5AlsoWhenTheClientDoesNotWaitForAnswers(Chunkings chunking) throws Exception {
        Client client = connect(SocksRules.open());
        client.transport().as(TcpTransport.class).orElseThrow().setTcpNoDelay(true);
        for (byte[] piece : chunking.cut(join(bytes(5, 1, 0), request5(1, echo), ascii("early")))) {
            client.transport().write(piece);
            reactor.iterate(Duration.ZERO);
        }
        byte[] answer = answer(client, 2 + 10 + 5);
        assertThat(answer).startsWith(bytes(5, 0, 5, 0, 0, 1, 127, 0, 0, 1)).endsWith(ascii("early"));
        talks(client);
    }

    @Test
    void asksForAPasswordWhenItHasARuleForIt() throws Exception {
        SocksRules rules = SocksRules.open()
                .withPasswords((user, password) -> reactor.deferLater(
                        Duration.ofMillis(5), () -> user.equals("joe") && password.equals("secret")));
        for (String password : List.of("secret", "wrong!")) {
            Client client = connect(rules);
            client.transport().write(bytes(5, 2, 0, 2));
            assertThat(answer(client, 2)).containsExactly(5, 2);
            client.transport().write("\u0001\u0003joe\u0006" + password);
            byte[] verdict = answer(client, 2);
            if (password.equals("secret")) {
                assertThat(verdict).containsExactly(1, 0);
                client.transport().write(request5(1, echo));
                assertThat(answer(client, 10)).startsWith(5, 0);
                talks(client);
            } else {
                assertThat(verdict[1]).isNotZero();
                reactor.runUntil(client.lost, LIMIT);
            }
        }
        Client without = connect(rules);
        without.transport().write(bytes(5, 1, 0));
        assertThat(answer(without, 2)).containsExactly(5, 255);
        reactor.runUntil(without.lost, LIMIT);
        Client old = connect(rules);
        old.transport().write(request4(1, echo, "joe"));
        assertThat(answer(old, 8)).startsWith(0, 91);
    }

    private byte[] asked(SocksRules rules, int command, int port) throws Exception {
        Client client = connect(rules);
        client.transport().write(join(bytes(5, 1, 0), request5(command, port)));
        byte[] answer = answer(client, 12);
        reactor.runUntil(client.lost, LIMIT);
        return answer;
    }

    @Test
    void refusesWhatTheRulesDoNotAllowAndSaysWhatFailed() throws Exception {
        assertThat(asked(SocksRules.open().withAllowed(request -> request.port() != echo), 1, echo))
                .startsWith(5, 0, 5, 2);
        ListeningPort gone = reactor.listenTCP(0, peer -> null, LOCAL);
        reactor.runUntil(gone.stopListening(), LIMIT);
        assertThat(asked(SocksRules.open(), 1, gone.getHost().port())).startsWith(5, 0, 5, 5);
        assertThat(asked(SocksRules.open(), 3, echo)).startsWith(5, 0, 5, 7);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void waitsForAConnectionWhenAskedToBind(int version) throws Exception {
        Client client = connect(SocksRules.open());
        client.transport().write(version == 4 ? request4(2, 20, "joe") : join(bytes(5, 1, 0), request5(2, 0)));
        byte[] first = answer(client, version == 4 ? 8 : 12);
        int at = version == 4 ? 2 : 10;
        int port = ((first[at] & 0xff) << 8) | (first[at + 1] & 0xff);
        client.transport().write("early ");
        Client other = connect(port);
        assertThat(answer(client, version == 4 ? 8 : 10)[1]).isEqualTo((byte) (version == 4 ? 90 : 0));
        client.transport().write("late");
        assertThat(answer(other, 10)).isEqualTo(ascii("early late"));
        other.transport().write("back");
        assertThat(answer(client, 4)).isEqualTo(ascii("back"));
        other.transport().loseConnection();
        reactor.runUntil(client.lost, LIMIT);
    }

    @Test
    void closesOnGarbageAndOnSilence() throws Exception {
        Client garbage = connect(SocksRules.open());
        garbage.transport().write("GET / HTTP/1.1\r\n\r\n");
        reactor.runUntil(garbage.lost, LIMIT);
        Client silent = connect(SocksRules.open().withHandshake(Duration.ofMillis(20)));
        reactor.runUntil(silent.lost, LIMIT);
        Client waiting = connect(SocksRules.open().withBindWait(Duration.ofMillis(20)));
        waiting.transport().write(request4(2, 20, "joe"));
        assertThat(answer(waiting, 16)[9]).isEqualTo((byte) 91);
        reactor.runUntil(waiting.lost, LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--socks4", "--socks4a", "--socks5", "--socks5-hostname"})
    void servesCurl(String option) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
        ListeningPort web = reactor.listenTCP(
                0,
                peer -> new BaseProtocol() {
                    @Override
                    public void dataReceived(ByteBuf data) {
                        transport().write("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok");
                        transport().loseConnection();
                    }
                },
                LOCAL);
        ListeningPort proxy = reactor.listenTCP(0, new SocksServer(SocksRules.open()), LOCAL);
        Process curl = new ProcessBuilder(
                        "curl",
                        "-sS",
                        "-m",
                        "10",
                        option,
                        "127.0.0.1:" + proxy.getHost().port(),
                        "http://localhost:" + web.getHost().port() + "/")
                .redirectErrorStream(true)
                .start();
        String output = reactor.runUntil(
                reactor.deferToThread(() -> new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8)),
                LIMIT);
        assertThat(output).isEqualTo("ok");
    }
}
