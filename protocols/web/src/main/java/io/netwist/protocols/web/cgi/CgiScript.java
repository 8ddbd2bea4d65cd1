/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.cgi;

import io.netwist.bridge.process.ProcessOptions;
import io.netwist.protocols.web.Rendering;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.Resource;
import io.netwist.protocols.web.wire.UrlPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A program that is run for each request, and answers for everything beneath it.
 *
 * <p>It finds the request in its environment, the body at its standard input, and writes head and body of the answer to its
 * standard output; what it writes to standard error is logged. It runs in the directory that it is in, with our own
 * environment beneath the request's, and is told to end when the client leaves.
 *
 * <p>Errors: 500 when it cannot be started, or ends before its head is complete. Source: {@code twisted.web.twcgi}.
 */
public final class CgiScript extends Resource {

    private final Path script;
    private final List<String> interpreter;

    /**
     * A program that can be run by itself.
     *
     * @param script an executable file
     */
    public CgiScript(Path script) {
        this(script, List.of());
    }

    /**
     * A file that a program runs. Source: {@code FilteredScript}.
     *
     * @param script the file
     * @param interpreter the program and its options, for example {@code /usr/bin/python3}
     */
    public CgiScript(Path script, List<String> interpreter) {
        this.script = Objects.requireNonNull(script, "script").toAbsolutePath();
        this.interpreter = List.copyOf(interpreter);
    }

    @Override
    protected boolean isLeaf() {
        return true;
    }

    /** Has the program answer, whatever the method is. */
    @Override
    public Rendering render(Request request) {
        List<String> command = new ArrayList<>(interpreter);
        command.add(script.toString());
        command.addAll(arguments(request.query()));
        CgiProcess process = new CgiProcess(request, script.toString());
        request.reactor()
                .spawnProcess(
                        process,
                        command.get(0),
                        command,
                        ProcessOptions.defaults()
                                .withEnvironment(CgiEnvironment.of(request, script))
                                .withDirectory(Objects.requireNonNull(script.getParent())));
        return NOT_DONE_YET;
    }

    /** A query without {@code =} is a list of words for the command line: RFC 3875, section 4.4. */
    private static List<String> arguments(@Nullable String query) {
        List<String> words = new ArrayList<>();
        if (query != null && !query.isEmpty() && query.indexOf('=') < 0) {
            for (String word : query.split("\\+", -1)) {
                String decoded = UrlPath.decode(word, false);
                if (decoded == null || decoded.indexOf('\0') >= 0) {
                    return List.of();
                }
                words.add(decoded);
            }
        }
        return words;
    }
}
