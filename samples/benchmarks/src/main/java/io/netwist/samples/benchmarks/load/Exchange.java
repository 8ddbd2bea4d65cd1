/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One question and its answer, over and over. */
public final class Exchange {
    /** Longer heads are none that these servers send. */
    private static final int HEAD_LIMIT = 4096;

    private final byte[] request;
    private final int responseLength;

    private Exchange(byte[] request, int responseLength) {
        this.request = request;
        this.responseLength = responseLength;
    }

    /**
     * Bytes that come back as they are.
     *
     * @param length how many
     * @return the exchange
     */
    public static Exchange echo(int length) {
        return new Exchange(filled(length), length);
    }

    /**
     * A line that comes back as it is.
     *
     * @param length how many bytes, with the delimiter
     * @return the exchange
     */
    public static Exchange line(int length) {
        byte[] bytes = filled(length);
        bytes[length - 2] = '\r';
        bytes[length - 1] = '\n';
        return new Exchange(bytes, length);
    }

    /**
     * A request for a page.
     *
     * @param path the page
     * @return the exchange
     */
    public static Exchange http(String path) {
        String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n";
        return new Exchange(head.getBytes(StandardCharsets.US_ASCII), 0);
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    /** How many bytes come back; 0 when the first answer, an HTTP response, has to tell. */
    int responseLength() {
        return responseLength;
    }

    ByteBuffer buffer() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(request.length);
        buffer.put(request).flip();
        return buffer;
    }

    /**
     * The length of an HTTP response of which these are the first bytes.
     *
     * @return head and body together, or 0 while the head is not complete
     */
    static int lengthOf(ByteBuffer bytes) {
        byte[] start = new byte[Math.min(bytes.remaining(), HEAD_LIMIT)];
        bytes.duplicate().get(start);
        String text = new String(start, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return 0;
        }
        if (!text.startsWith("HTTP/1.1 200")) {
            throw new IllegalStateException("the server's answer is " + text.substring(0, text.indexOf("\r\n")));
        }
        String head = text.substring(0, end).toLowerCase(Locale.ROOT);
        int at = head.indexOf("\r\ncontent-length:");
        if (at < 0) {
            throw new IllegalStateException("the server's answer has no Content-Length: " + head);
        }
        String rest = head.substring(at + "\r\ncontent-length:".length());
        int line = rest.indexOf("\r\n");
        return end + 4 + Integer.parseInt((line < 0 ? rest : rest.substring(0, line)).trim());
    }
}
