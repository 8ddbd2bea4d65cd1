/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netwist.protocols.remote.banana.BananaEncoder;
import io.netwist.protocols.remote.banana.BananaLimits;
import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.banana.Dialect;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One question and its answer, over and over. */
public final class Exchange {
    /** Longer heads are none that these servers send. */
    private static final int HEAD_LIMIT = 4096;

    private final byte[] opening;
    private final int openingAnswer;
    private final byte[] request;
    private final int responseLength;
    private final int operations;

    private Exchange(byte[] opening, int openingAnswer, byte[] request, int responseLength, int operations) {
        this.opening = opening;
        this.openingAnswer = openingAnswer;
        this.request = request;
        this.responseLength = responseLength;
        this.operations = operations;
    }

    private Exchange(byte[] request, int responseLength) {
        this(new byte[0], 0, request, responseLength, 1);
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

    /**
     * A call of a command of AMP that answers with its argument.
     *
     * @param length how many characters the argument has
     * @return the exchange
     */
    public static Exchange amp(int length) {
        String text = "x".repeat(length);
        byte[] answer = box("_answer", "1", "text", text);
        return new Exchange(box("_ask", "1", "_command", "Echo", "text", text), answer.length);
    }

    private static byte[] box(String... keysAndValues) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String word : keysAndValues) {
            bytes.write(word.length() >> 8);
            bytes.write(word.length());
            bytes.writeBytes(word.getBytes(StandardCharsets.US_ASCII));
        }
        bytes.write(0);
        bytes.write(0);
        return bytes.toByteArray();
    }

    /**
     * A call of the method {@code echo} of the root object of Perspective Broker, which returns its argument.
     *
     * @param length how many characters the argument has
     * @return the exchange, which opens each connection with the choice of a dialect and a version
     */
    public static Exchange pb(int length) {
        List<Object> version = List.of(ByteString.of("version"), 6L);
        List<Object> text = List.of(ByteString.of("unicode"), ByteString.of("x".repeat(length)));
        byte[] offer = banana(Dialect.NONE, List.of(ByteString.of("pb"), ByteString.of("none")));
        byte[] choice = banana(Dialect.NONE, ByteString.of("pb"));
        byte[] ours = banana(Dialect.PB, version);
        byte[] call = banana(
                Dialect.PB,
                List.of(
                        ByteString.of("message"),
                        1L,
                        ByteString.of("root"),
                        ByteString.of("echo"),
                        1L,
                        List.of(ByteString.of("tuple"), text),
                        List.of(ByteString.of("dictionary"))));
        byte[] answer = banana(Dialect.PB, List.of(ByteString.of("answer"), 1L, text));
        return new Exchange(
                ByteBuffer.allocate(choice.length + ours.length)
                        .put(choice)
                        .put(ours)
                        .array(),
                offer.length + ours.length,
                call,
                answer.length,
                1);
    }

    private static byte[] banana(Dialect dialect, Object expression) {
        ByteBuf buffer = new BananaEncoder(dialect, BananaLimits.defaults())
                .encode(expression, UnpooledByteBufAllocator.DEFAULT);
        try {
            return ByteBufUtil.getBytes(buffer);
        } finally {
            buffer.release();
        }
    }

    /**
     * The same several times at once: so many are then under way on each connection.
     *
     * @param count how often
     * @return the exchange, which counts as so many operations
     */
    public Exchange times(int count) {
        ByteBuffer requests = ByteBuffer.allocate(count * request.length);
        for (int i = 0; i < count; i++) {
            requests.put(request);
        }
        return new Exchange(opening, openingAnswer, requests.array(), count * responseLength, count * operations);
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

    /** How many operations one request is. */
    int operations() {
        return operations;
    }

    /** What a connection begins with. */
    byte[] opening() {
        return opening;
    }

    /** How many bytes the server begins with. */
    int openingAnswer() {
        return openingAnswer;
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
