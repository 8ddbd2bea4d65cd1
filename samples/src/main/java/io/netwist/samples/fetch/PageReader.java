/* SPDX-License-Identifier: MIT */
package io.netwist.samples.fetch;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.deferred.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Asks for one page in HTTP/1.0, where the end of the connection is the end of the page. */
abstract class PageReader extends BaseProtocol {

    private final URI url;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    PageReader(URI url) {
        this.url = url;
    }

    abstract void gotPage(String page);

    abstract void gotFailure(Failure failure);

    static int port(URI url) {
        return url.getPort() < 0 ? 80 : url.getPort();
    }

    @Override
    public void connectionMade() {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        transport().write("GET " + path + " HTTP/1.0\r\nHost: " + url.getHost() + "\r\n\r\n");
    }

    @Override
    public void dataReceived(ByteBuf data) throws IOException {
        data.readBytes(received, data.readableBytes());
    }

    @Override
    public void connectionLost(Failure reason) {
        String all = received.toString(StandardCharsets.UTF_8);
        int body = all.indexOf("\r\n\r\n");
        if (!reason.is(ConnectionDone.class)) {
            gotFailure(reason);
        } else if (body < 0) {
            gotFailure(Failure.of(new IOException("the server said: " + all)));
        } else if (!all.matches("(?s)HTTP/1\\.[01] 200 .*")) {
            gotFailure(Failure.of(new IOException("the server said: " + all.substring(0, all.indexOf("\r\n")))));
        } else {
            gotPage(all.substring(body + 4));
        }
    }
}
