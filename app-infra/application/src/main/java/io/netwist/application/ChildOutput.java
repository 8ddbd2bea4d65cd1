/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a child writes to one stream, an event in the log for each line. */
final class ChildOutput {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessMonitor.class);

    /** A line that is longer is cut into several: a child that never ends its line must not fill our memory. */
    private static final int LONGEST = 16 * 1024;

    private final String name;
    private final String stream;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    ChildOutput(String name, String stream) {
        this.name = name;
        this.stream = stream;
    }

    void received(ByteBuf data) {
        while (data.isReadable()) {
            byte b = data.readByte();
            if (b == '\n') {
                tell();
            } else {
                line.write(b);
                if (line.size() == LONGEST) {
                    tell();
                }
            }
        }
    }

    /** What has no end of line is told too. */
    void end() {
        if (line.size() > 0) {
            tell();
        }
    }

    private void tell() {
        String text = text(line.toByteArray());
        line.reset();
        LOG.atInfo().addKeyValue("process", name).addKeyValue("stream", stream).log("[{}] {}", name, text);
    }

    static String text(byte[] bytes) {
        int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            StringBuilder escaped = new StringBuilder(length + 16);
            for (int i = 0; i < length; i++) {
                int b = bytes[i] & 0xff;
                if (b >= 0x20 && b < 0x7f && b != '\\') {
                    escaped.append((char) b);
                } else {
                    escaped.append(String.format("\\x%02x", b));
                }
            }
            return escaped.toString();
        }
    }
}
