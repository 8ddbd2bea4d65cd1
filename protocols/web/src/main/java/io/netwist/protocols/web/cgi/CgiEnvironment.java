/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.cgi;

import io.netwist.bridge.address.Address;
import io.netwist.protocols.web.Request;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request as the environment of a program: RFC 3875, section 4.1. */
final class CgiEnvironment {

    /** Not passed on: what has a variable of its own, a password, and what programs would take for their proxy. */
    private static final Set<String> KEPT_BACK = Set.of("content-type", "content-length", "authorization", "proxy");

    private CgiEnvironment() {}

    static Map<String, String> of(Request request, Path script) {
        Map<String, String> all = new HashMap<>(System.getenv());
        all.keySet().removeIf(name -> name.startsWith("HTTP_"));
        Address host = request.getHost();
        all.put("GATEWAY_INTERFACE", "CGI/1.1");
        all.put("SERVER_SOFTWARE", "Netwist");
        all.put("SERVER_NAME", request.getRequestHostname());
        all.put("SERVER_PROTOCOL", request.clientProtocol());
        all.put("SERVER_PORT", host.host().isEmpty() ? "" : String.valueOf(host.port()));
        all.put("REQUEST_METHOD", request.method());
        all.put("REQUEST_URI", request.uri());
        all.put("REQUEST_SCHEME", request.isSecure() ? "https" : "http");
        all.put("SCRIPT_NAME", path(request.prepath()));
        all.put("SCRIPT_FILENAME", script.toString());
        all.put("PATH_INFO", request.postpath().isEmpty() ? "" : path(request.postpath()));
        all.put("QUERY_STRING", request.query() == null ? "" : String.valueOf(request.query()));
        all.put("REMOTE_ADDR", request.getClientAddress().host());
        if (request.isSecure()) {
            all.put("HTTPS", "on");
        }
        put(all, "CONTENT_TYPE", request.getHeader("Content-Type"));
        int length = request.content().length;
        put(all, "CONTENT_LENGTH", length == 0 && request.getHeader("Content-Length") == null ? null : "" + length);
        for (Map.Entry<String, String> header : request.requestHeaders()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            // With an underscore it could pass for another header.
            if (!KEPT_BACK.contains(name) && name.indexOf('_') < 0) {
                String variable = "HTTP_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
                all.merge(variable, header.getValue(), (first, next) -> first + ", " + next);
            }
        }
        all.values().removeIf(value -> value.indexOf('\0') >= 0);
        return all;
    }

    private static String path(List<String> segments) {
        return segments.stream().collect(Collectors.joining("/", "/", ""));
    }

    private static void put(Map<String, String> all, String name, @Nullable String value) {
        if (value == null) {
            all.remove(name);
        } else {
            all.put(name, value);
        }
    }
}
