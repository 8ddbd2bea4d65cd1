/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netwist.protocols.web.files.StaticFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The site that the recorded exchanges were made with. */
final class RecordedSite {

    private RecordedSite() {}

    interface Get {
        Rendering render(Request request) throws Exception;
    }

    static Resource get(Get renderer) {
        return new Resource() {
            @Override
            protected Rendering render_GET(Request request) throws Exception {
                return renderer.render(request);
            }
        };
    }

    static class Echo extends Resource {
        @Override
        protected boolean isLeaf() {
            return true;
        }

        @Override
        protected Rendering render_GET(Request request) {
            return text("GET " + request.path() + " args=" + request.args());
        }

        @Override
        protected Rendering render_POST(Request request) {
            request.setHeader("content-type", "text/plain");
            return bytes(("[" + request.contentText() + "]").getBytes(StandardCharsets.UTF_8));
        }
    }

    static Site make(@Nullable Path files) {
        Resource root = new Resource() {};
        root.putChild("data", get(request -> {
            request.setHeader("content-type", "text/plain");
            return Rendering.bytes("hello".getBytes(StandardCharsets.US_ASCII));
        }));
        root.putChild("echo", new Echo());
        root.putChild("slow", get(request -> {
            request.reactor().callLater(Duration.ofMillis(5), () -> {
                request.write("one");
                request.write("two");
                request.finish();
            });
            return Rendering.NOT_DONE_YET;
        }));
        root.putChild(
                "hdr", get(request -> Rendering.text(request.requestHeaders().toString())));
        root.putChild("noc", get(request -> {
            request.setResponseCode(204);
            return Rendering.bytes(new byte[0]);
        }));
        root.putChild("err", get(request -> {
            throw new IllegalStateException("secret");
        }));
        root.putChild("bad", get(request -> null));
        root.putChild("et", new Resource() {
            @Override
            protected Rendering render_GET(Request request) {
                return request.setETag("\"abc\"") ? bytes(new byte[0]) : bytes("body".getBytes(StandardCharsets.UTF_8));
            }

            @Override
            protected Rendering render_POST(Request request) {
                return render_GET(request);
            }
        });
        if (files != null) {
            root.putChild("f", new StaticFile(files));
        }
        return new Site(root);
    }
}
