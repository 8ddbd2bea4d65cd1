/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.files;

import io.netwist.bridge.ReactorThreads;
import io.netwist.deferred.Deferred;
import io.netwist.protocols.web.ErrorPage;
import io.netwist.protocols.web.Rendering;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.Resource;
import io.netwist.protocols.web.wire.UrlPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file, or a directory and all that is in it, as it is: {@code new Site(new StaticFile(Path.of("htdocs")))}.
 *
 * <p>A directory is answered with its index page or a listing. Dates and tags let clients keep what they have; ranges are
 * honoured. Small files that were served before come from memory, after one look whether they have changed; others go
 * from the kernel's file cache to the socket without passing through the heap.
 *
 * <p>What lies outside the directory is never served, however the URL is written; see {@link StaticFileOptions.Links} for
 * symbolic links. Children can be put beneath it as beneath any resource, and win over files.
 *
 * <p>Threading: one reactor's thread. Source: {@code twisted.web.static.File}.
 */
public final class StaticFile extends Resource {

    private static final Logger LOG = LoggerFactory.getLogger(StaticFile.class);

    private final StaticFileOptions options;
    private final FileLookup lookup;
    private final FileCache cache;

    /**
     * Files with the default options.
     *
     * @param root a file or a directory; it need not exist yet
     */
    public StaticFile(Path root) {
        this(root, StaticFileOptions.defaults());
    }

    /**
     * Files.
     *
     * @param root a file or a directory; it need not exist yet
     * @param options how they are served
     */
    public StaticFile(Path root, StaticFileOptions options) {
        this.options = Objects.requireNonNull(options, "options");
        this.lookup = new FileLookup(root.toAbsolutePath().normalize(), options);
        this.cache = new FileCache(options.cacheBytes());
    }

    @Override
    protected Resource getChild(String path, Request request) {
        return new Below(path);
    }

    @Override
    protected Rendering render_GET(Request request) throws Exception {
        return serve(request, List.of());
    }

    /** Everything beneath, whose segments are looked up together. */
    private final class Below extends Resource {
        private final String first;

        Below(String first) {
            this.first = first;
        }

        @Override
        protected boolean isLeaf() {
            return true;
        }

        @Override
        protected Rendering render_GET(Request request) throws Exception {
            List<String> rest = request.postpath();
            if (rest.isEmpty()) {
                return serve(request, List.of(first));
            }
            List<String> all = new ArrayList<>(rest.size() + 1);
            all.add(first);
            all.addAll(rest);
            return serve(request, all);
        }
    }

    private Rendering serve(Request request, List<String> segments) throws IOException {
        String relative = FilePaths.relative(segments);
        if (relative == null) {
            return ErrorPage.notFound().render(request);
        }
        boolean withSlash =
                !segments.isEmpty() && segments.get(segments.size() - 1).isEmpty();
        if (!withSlash && options.cacheBytes() > 0) {
            FoundFile known = cache.get(relative);
            if (known != null) {
                return FileAnswer.answer(request, known, null);
            }
        }
        String shown = UrlPath.decode(request.path(), false);
        String title = shown == null ? request.path() : shown;
        return later(found(request.reactor(), relative, withSlash, title)
                .addCallback(found -> answer(request, relative, withSlash, found)));
    }

    /** Not the thread's own Deferred: cancelled, that would drop an open file. */
    private Deferred<FileLookup.Found> found(ReactorThreads threads, String relative, boolean withSlash, String title) {
        boolean[] cancelled = new boolean[1];
        Deferred<FileLookup.Found> found = new Deferred<>(self -> cancelled[0] = true);
        threads.<FileLookup.Found>deferToThread(() -> lookup.find(relative, withSlash, title))
                .consume(
                        result -> {
                            if (!cancelled[0]) {
                                found.callback(result);
                            } else if (result.channel() != null) {
                                result.channel().close();
                            }
                        },
                        failure -> {
                            if (!cancelled[0]) {
                                found.errback(failure);
                            }
                        })
                .handleFailure(failure -> LOG.warn("A file could not be closed", failure.value()));
        return found;
    }

    private Rendering answer(Request request, String relative, boolean withSlash, FileLookup.Found found)
            throws IOException {
        return switch (found.kind()) {
            case FILE -> {
                FoundFile file = Objects.requireNonNull(found.file());
                if (!withSlash && options.cacheBytes() > 0) {
                    cache.put(relative, file);
                }
                yield FileAnswer.answer(request, file, found.channel());
            }
            case LISTING -> html(Objects.requireNonNull(found.page()));
            case DIRECTORY -> redirectToDirectory(request);
            case MISSING -> ErrorPage.notFound().render(request);
            case FORBIDDEN -> ErrorPage.forbidden().render(request);
        };
    }

    private static Rendering redirectToDirectory(Request request) {
        // Not from the decoded segments: what the client wrote is what it must write again, with a slash.
        String query = request.query();
        String path = request.path();
        if (path.startsWith("//")) {
            return ErrorPage.notFound().render(request); // A Location of that form would name another host.
        }
        request.redirect(path + '/' + (query == null ? "" : '?' + query));
        return html(
                "<!DOCTYPE html>\n<title>Found</title>\n<p>The directory is at the same path with a slash at its end.</p>\n");
    }
}
