/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TlsTransport;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.DelayedCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks a proxy for a way to a server, and begins TLS on it: RFC 9110, section 9.3.6. */
final class Tunnel extends BaseProtocol {

    private static final int MAX_HEAD = 16384;

    private final HttpProxy proxy;
    private final Target target;
    private final TlsOptions tls;
    private final Duration limit;
    private final ClientConnection next;
    private final Consumer<Failure> failed;
    private final StringBuilder head = new StringBuilder();
    private boolean over;
    private @Nullable DelayedCall timer;

    Tunnel(
            HttpProxy proxy,
            Target target,
            TlsOptions tls,
            Duration limit,
            ClientConnection next,
            Consumer<Failure> failed) {
        this.proxy = proxy;
        this.target = target;
        this.tls = tls;
        this.limit = limit;
        this.next = next;
        this.failed = failed;
    }

    @Override
    public void connectionMade() {
        timer = reactor().callLater(limit, () -> fail("it does not answer within " + limit));
        String place = place();
        transport()
                .write("CONNECT " + place + " HTTP/1.1\r\nHost: " + place + "\r\n"
                        + (proxy.authorization() == null
                                ? ""
                                : "Proxy-Authorization: " + proxy.authorization() + "\r\n")
                        + "\r\n");
    }

    private String place() {
        return (target.host().indexOf(':') < 0 ? target.host() : "[" + target.host() + "]") + ':' + target.port();
    }

    @Override
    public void dataReceived(ByteBuf data) {
        if (over) {
            return;
        }
        head.append(data.readCharSequence(data.readableBytes(), StandardCharsets.ISO_8859_1));
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            if (head.length() > MAX_HEAD) {
                fail("its answer has no end");
            }
            return;
        }
        if (!head.toString().matches("(?s)HTTP/1\\.[01] 2[0-9][0-9][ \r].*")) {
            fail(head.substring(0, head.indexOf("\r\n")));
        } else if (end + 4 != head.length()) {
            fail("it goes on after its answer"); // Servers of TLS do not speak first.
        } else {
            finish();
            transport().as(TlsTransport.class).orElseThrow().startTLS(tls.withHostname(target.host()));
            transport().switchProtocol(next);
        }
    }

    private void finish() {
        over = true;
        if (timer != null && timer.active()) {
            timer.cancel();
        }
    }

    private void fail(String why) {
        finish();
        transport().abortConnection();
        failed.accept(Failure.of(new ProxyFailed(proxy, place(), why)));
    }

    @Override
    public void connectionLost(Failure reason) {
        if (!over) {
            finish();
            failed.accept(Failure.of(new ProxyFailed(
                    proxy, place(), String.valueOf(reason.value().getMessage()))));
        }
    }
}
