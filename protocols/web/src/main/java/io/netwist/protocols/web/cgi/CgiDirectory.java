/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.cgi;

import io.netwist.protocols.web.DeferredResource;
import io.netwist.protocols.web.ErrorPage;
import io.netwist.protocols.web.Rendering;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.Resource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A directory of programs, those in directories beneath it included. What is not executable is not there, nor is what
 * begins with a dot. Source: {@code twisted.web.twcgi.CGIDirectory}.
 */
public final class CgiDirectory extends Resource {

    private final Path directory;

    /**
     * Makes one.
     *
     * @param directory whoever can write to it can run programs as we do
     */
    public CgiDirectory(Path directory) {
        this.directory = Objects.requireNonNull(directory, "directory").toAbsolutePath();
    }

    @Override
    protected Resource getChild(String path, Request request) {
        if (path.isEmpty() || path.startsWith(".") || path.indexOf('/') >= 0 || path.indexOf('\0') >= 0) {
            return ErrorPage.notFound();
        }
        Path child = directory.resolve(path);
        return new DeferredResource(request.reactor().deferToThread(() -> find(child)));
    }

    private static Resource find(Path child) {
        if (Files.isDirectory(child)) {
            return new CgiDirectory(child);
        }
        return Files.isRegularFile(child) && Files.isExecutable(child) ? new CgiScript(child) : ErrorPage.notFound();
    }

    /** A directory itself has nothing to say. */
    @Override
    public Rendering render(Request request) {
        return ErrorPage.notFound().render(request);
    }
}
