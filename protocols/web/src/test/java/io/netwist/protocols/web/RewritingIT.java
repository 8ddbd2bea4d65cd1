/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewritingIT {

    @ParameterizedTest
    @Spec("RES-075")
    @CsvSource({
        "/old/place/x, [new; x]",
        "/old/place, [new]",
        "/old/other, [old; other]",
        "/~joe/x, [users; joe; x]",
        "/gone/deep, [deep]",
        "/a, [a]",
    })
    void changesPaths(String path, String expected) throws Exception {
        Resource leaf = new RecordedSite.Echo() {
            @Override
            protected Rendering render_GET(Request request) {
                return text(request.prepath() + "+" + request.postpath());
            }
        };
        Rewriting rewriting = new Rewriting(
                leaf, Rewriting.alias("old/place", "new"), Rewriting.tilde("users"), Rewriting.alias("gone", ""));
        try (RawClient client = new RawClient(new Site(rewriting))) {
            assertThat(client.exchange("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                    .endsWith("[]+" + expected.replace(";", ","));
        }
        Resource tree = new Resource() {};
        tree.putChild("new", leaf);
        try (RawClient client = new RawClient(new Site(new Rewriting(tree, Rewriting.alias("old", "new"))))) {
            assertThat(client.exchange("GET /old/y HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                    .endsWith("[new]+[y]");
            assertThat(client.exchange("GET /other HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 404");
        }
    }
}
