/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Loopback.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ListeningPort;
import io.netwist.deferred.testing.Spec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** A server in another JVM with few descriptors, and more clients than those. */
@Spec("TRN-043")
class ScarceDescriptorsIT {

    private static final int DESCRIPTORS = 200;
    private static final int CLIENTS = 300;
    private static final int FREED = 20;

    /** Answers each byte with what has been logged about accepting: warnings, and how often it went on. */
    static final class Server extends BaseProtocol {
        private static int warnings;
        private static int resumed;

        @Override
        public void dataReceived(ByteBuf data) {
            transport().write(String.format(Locale.ROOT, "%03d%03d", warnings, resumed));
        }

        public static void main(String[] arguments) {
            AppenderBase<ILoggingEvent> counting = new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    if (event.getLevel() == Level.WARN) {
                        warnings++;
                    } else if (event.getMessage().contains("accepts again")) {
                        resumed++;
                    }
                }
            };
            Logger log = (Logger) LoggerFactory.getLogger(ListeningPort.class);
            log.setLevel(Level.INFO);
            log.setAdditive(false);
            log.addAppender(counting);
            counting.start();
            NettyReactor reactor = NettyReactor.builder()
                    .transport(NettyTransport.valueOf(arguments[0]))
                    .create();
            int port =
                    reactor.listenTCP(0, peer -> new Server(), LOCAL).getHost().port();
            System.out.println("port " + port);
            reactor.run();
        }
    }

    private static int portOf(ChildJvm child) throws IOException {
        String line = child.line();
        while (!line.startsWith("port ")) {
            line = child.line();
        }
        return Integer.parseInt(line.substring(5));
    }

    private static SocketChannel connect(int port) throws IOException {
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** What the server says to it; empty if it has closed the connection. */
    private static String ask(SocketChannel client) {
        ByteBuffer answer = ByteBuffer.allocate(6);
        try {
            client.write(ByteBuffer.wrap(new byte[] {'?'}));
            while (answer.hasRemaining() && client.read(answer) >= 0) {
                // until all six are there
            }
        } catch (IOException e) {
            return "";
        }
        return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    }

    /** A class that is needed for the first time needs a descriptor to be read from its file. */
    private static void loadClasses(int port) throws IOException {
        for (int linger : new int[] {-1, 0}) {
            SocketChannel client = connect(port);
            assertThat(ask(client)).isEqualTo("000000");
            client.setOption(StandardSocketOptions.SO_LINGER, linger);
            client.close();
        }
        for (int i = 0; i < 2; i++) {
            try (SocketChannel after = connect(port)) {
                assertThat(ask(after)).isEqualTo("000000");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.netwist.bridge.netty.Loopback#transports")
    void refusesWhomItCannotServeAndGoesOn(NettyTransport transport) throws Exception {
        List<SocketChannel> served = new ArrayList<>();
        try (ChildJvm child = ChildJvm.startWithDescriptors(DESCRIPTORS, Server.class, transport.name())) {
            int port = portOf(child);
            loadClasses(port);
            int refused = 0;
            for (int i = 0; i < CLIENTS; i++) {
                SocketChannel client = connect(port);
                if (ask(client).isEmpty()) {
                    refused++;
                    client.close();
                } else {
                    served.add(client);
                }
            }
            assertThat(served).hasSizeBetween(FREED + 1, DESCRIPTORS);
            assertThat(refused).isEqualTo(CLIENTS - served.size());
            SocketChannel first = served.get(0);
            assertThat(ask(first)).isEqualTo("001000");

            for (SocketChannel leaving : served.subList(served.size() - FREED, served.size())) {
                leaving.close();
            }
            String answer = "";
            while (answer.isEmpty()) {
                SocketChannel late = connect(port);
                served.add(late);
                answer = ask(late);
            }
            assertThat(answer).isEqualTo("001001");
            for (int i = 0; i < FREED / 2; i++) {
                SocketChannel another = connect(port);
                served.add(another);
                assertThat(ask(another)).isEqualTo("001001");
            }
        } finally {
            for (SocketChannel each : served) {
                each.close();
            }
        }
    }
}
