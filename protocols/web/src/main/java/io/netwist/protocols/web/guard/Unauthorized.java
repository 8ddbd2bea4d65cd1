/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.guard;

import io.netwist.protocols.web.Rendering;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.Resource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks for credentials, with a header for each scheme. Source: {@code twisted.web._auth.wrapper.UnauthorizedResource}. */
final class Unauthorized extends Resource {

    private final List<CredentialFactory> factories;

    Unauthorized(List<CredentialFactory> factories) {
        this.factories = factories;
    }

    @Override
    protected boolean isLeaf() {
        return true;
    }

    @Override
    public Rendering render(Request request) {
        request.setResponseCode(401);
        for (CredentialFactory each : factories) {
            request.responseHeaders().add("WWW-Authenticate", header(each.scheme(), each.challenge(request)));
        }
        return text("Unauthorized");
    }

    private static String header(String scheme, Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(each -> each.getKey() + "=\"" + each.getValue().replaceAll("([\"\\\\])", "\\\\$1") + "\"")
                .collect(Collectors.joining(", ", scheme + " ", ""));
    }
}
