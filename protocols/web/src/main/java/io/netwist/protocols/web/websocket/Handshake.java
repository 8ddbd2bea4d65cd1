/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.websocket;

import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What both sides need to agree on a WebSocket: RFC 6455, section 4. */
final class Handshake {

    static final String VERSION = "13";

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private Handshake() {}

    static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] digest = sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every JDK has it.
        }
    }

    static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether a token is in a list that may be spread over several lines. */
    static boolean names(List<String> lines, String token) {
        return tokens(lines).stream().anyMatch(token::equalsIgnoreCase);
    }

    static List<String> tokens(List<String> lines) {
        List<String> all = new ArrayList<>();
        for (String line : lines) {
            for (String each : line.split(",", -1)) {
                if (!each.isBlank()) {
                    all.add(each.trim());
                }
            }
        }
        return all;
    }

    static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0);
    }

    /** Whether a page of this host may open a WebSocket here: the origin's host and port are those that were asked. */
    static boolean isSameOrigin(String origin, @Nullable String host) {
        String lower = origin.toLowerCase(Locale.ROOT);
        int start = lower.indexOf("://");
        if (start < 0 || host == null) {
            return false; // "null" among others: a page from nowhere.
        }
        String usual = lower.startsWith("https:") ? ":443" : ":80";
        String asked = host.toLowerCase(Locale.ROOT);
        String from = lower.substring(start + 3);
        return withPort(from, usual).equals(withPort(asked, usual));
    }

    private static String withPort(String host, String usual) {
        boolean hasPort = host.lastIndexOf(':') > host.lastIndexOf(']');
        return hasPort ? host : host + usual;
    }

    static String header(WebSocketExtensionData extension) {
        StringBuilder text = new StringBuilder(extension.name());
        for (Map.Entry<String, String> parameter : extension.parameters().entrySet()) {
            text.append("; ").append(parameter.getKey());
            if (parameter.getValue() != null) {
                text.append('=').append(parameter.getValue());
            }
        }
        return text.toString();
    }
}
