/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.peer;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.datagram.DatagramOptions;
import io.netwist.bridge.datagram.DatagramProtocol;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.netty.NettyTransport;
import io.netwist.protocols.basic.LineReceiver;
import io.netwist.protocols.remote.amp.Amp;
import io.netwist.protocols.remote.amp.Command;
import io.netwist.protocols.remote.amp.Responders;
import io.netwist.protocols.remote.pb.PBServerFactory;
import io.netwist.protocols.remote.pb.Referenceable;
import io.netwist.protocols.remote.pb.Remote;
import io.netwist.protocols.web.Rendering;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.Resource;
import io.netwist.protocols.web.Site;
import io.netwist.protocols.web.files.StaticFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/** Our own servers, as the README and the how-to pages do it. */
final class NetwistPeer implements Peer {
    private static final Responders ECHO =
            new Responders().add(EchoText.class, echo -> new EchoText.Result(echo.text()));

    private int port;

    @Override
    public int start(String service, String transport) throws Exception {
        NettyReactor.builder()
                .transport(NettyTransport.valueOf(transport.toUpperCase(Locale.ROOT)))
                .installSignalHandlers(false)
                .start(reactor -> port = listen(reactor, service));
        return port;
    }

    private static int listen(Reactor reactor, String service) throws Exception {
        if (service.equals("udp")) {
            return reactor.listenUDP(
                            0, new UdpEcho(), DatagramOptions.defaults().withInterface("127.0.0.1"))
                    .getHost()
                    .port();
        }
        ListenOptions options =
                ListenOptions.defaults().withInterface("127.0.0.1").withBacklog(4096);
        return reactor.listenTCP(0, factory(service), options).getHost().port();
    }

    private static Factory<? extends Protocol> factory(String service) {
        return switch (service) {
            case "echo" -> Factory.forProtocol(Echo::new);
            case "line" -> Factory.forProtocol(Lines::new);
            case "hello" -> new Site(new Hello());
            case "json" -> new Site(new Json());
            case "static" -> new Site(new StaticFile(Path.of(Objects.requireNonNull(System.getProperty("files")))));
            case "amp" -> Factory.forProtocol(() -> new Amp(ECHO));
            case "pb" -> new PBServerFactory(new Root());
            default -> throw new IllegalArgumentException("no service of Netwist: " + service);
        };
    }

    private static final class Echo extends BaseProtocol {
        @Override
        public void dataReceived(ByteBuf data) {
            transport().write(data.retain());
        }
    }

    private static final class Lines extends LineReceiver {
        @Override
        public void lineBytesReceived(ByteBuf line) {
            sendLine(line.retain());
        }
    }

    private static final class UdpEcho extends DatagramProtocol {
        @Override
        public void datagramReceived(ByteBuf data, Address from) {
            transport().write(data.retain(), from);
        }
    }

    /** The command of AMP. */
    @Command.Name("Echo")
    record EchoText(String text) implements Command<EchoText.Result> {
        record Result(String text) {}
    }

    /** The root object of Perspective Broker. */
    static final class Root implements Referenceable {
        @Remote
        String echo(String text) {
            return text;
        }
    }

    private static final class Hello extends Resource {
        @Override
        protected boolean isLeaf() {
            return true;
        }

        @Override
        protected Rendering render_GET(Request request) {
            return text(HELLO);
        }
    }

    private static final class Json extends Resource {
        private static final byte[] BODY = JSON.getBytes(StandardCharsets.UTF_8);

        @Override
        protected boolean isLeaf() {
            return true;
        }

        @Override
        protected Rendering render_GET(Request request) {
            return bytes(BODY, "application/json");
        }
    }
}
