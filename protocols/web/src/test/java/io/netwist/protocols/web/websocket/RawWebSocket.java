/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.websocket;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The other side of a WebSocket byte for byte: a blocking socket, for another thread. */
final class RawWebSocket implements AutoCloseable {

    /** RFC 6455, section 1.3. */
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    static final String HANDSHAKE =
            "GET /echo HTTP/1.1\r\nHost: h\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n";

    private final Socket socket;
    private final DataInputStream in;

    RawWebSocket(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Opens one; what is to follow goes out together with the request. */
    static RawWebSocket open(int port, String extraHeaders, byte[]... frames) throws IOException {
        RawWebSocket raw = new RawWebSocket(port);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes((HANDSHAKE + extraHeaders + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (byte[] frame : frames) {
            out.writeBytes(frame);
        }
        raw.send(out.toByteArray());
        return raw;
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** One unmasked frame as hex: its first byte, a blank, its payload; or "end". */
    String frame() throws IOException {
        try {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = (int) in.readLong();
            }
            byte[] payload = in.readNBytes(length);
            return HexFormat.of().toHexDigits((byte) first)
                    + ' '
                    + HexFormat.of().formatHex(payload);
        } catch (EOFException e) {
            return "end";
        } catch (IOException e) {
            return "reset";
        }
    }

    List<String> framesUntilEnd() throws IOException {
        List<String> all = new ArrayList<>();
        do {
            all.add(frame());
        } while (!all.get(all.size() - 1).equals("end")
                && !all.get(all.size() - 1).equals("reset"));
        return all;
    }

    /** A client's frame. */
    static byte[] masked(int first, byte[] payload) {
        byte[] mask = {1, 2, 3, 4};
        ByteArrayOutputStream out = header(first, payload.length, 0x80);
        out.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ mask[i % 4]);
        }
        return out.toByteArray();
    }

    static byte[] masked(int first, String payload) {
        return masked(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] unmasked(int first, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = header(first, bytes.length, 0);
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    private static ByteArrayOutputStream header(int first, int length, int maskBit) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        if (length < 126) {
            out.write(maskBit | length);
        } else {
            out.write(maskBit | 126);
            out.write(length >> 8);
            out.write(length);
        }
        return out;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
