/* SPDX-License-Identifier: MIT */
package io.netwist.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/**
 * A block of Java in a page: a whole file, which is run if it has a main method, or statements, which always are. One that
 * waits for ever, or needs a host of its own, says {@code no-run} after its language.
 */
final class JavaBlock {

    private static final long LIMIT_SECONDS = 60;

    /** What statements need not import: our packages and the JDK's everyday ones. */
    static final String IMPORTS = Stream.concat(
                    Stream.of(
                                    "deferred",
                                    "deferred.sync",
                                    "deferred.task",
                                    "deferred.testing",
                                    "deferred.time",
                                    "bridge",
                                    "bridge.address",
                                    "bridge.datagram",
                                    "bridge.endpoint",
                                    "bridge.error",
                                    "bridge.netty",
                                    "bridge.process",
                                    "bridge.resolve",
                                    "bridge.stream",
                                    "bridge.testing",
                                    "bridge.tls",
                                    "protocols.basic",
                                    "protocols.cred",
                                    "protocols.framing",
                                    "protocols.policies",
                                    "protocols.remote.amp",
                                    "protocols.remote.pb",
                                    "protocols.web",
                                    "protocols.web.client",
                                    "protocols.web.files",
                                    "application")
                            .map(each -> "io.netwist." + each)
                            .filter(JavaBlock::exists)
                            .map(each -> "import " + each + ".*;"),
                    Stream.of(
                            "import io.netty.buffer.*;",
                            "import java.io.*;",
                            "import java.nio.charset.*;",
                            "import java.nio.file.*;",
                            "import java.time.*;",
                            "import java.util.*;",
                            "import java.util.concurrent.*;",
                            "import static io.netwist.deferred.Coroutines.*;",
                            "import static io.netwist.deferred.testing.DeferredResults.*;",
                            "import static org.junit.jupiter.api.Assertions.*;"))
            .collect(Collectors.joining(" "));

    private final Pages.Block block;
    private final String className;
    private final String source;

    private JavaBlock(Pages.Block block, String className, String source) {
        this.block = block;
        this.className = className;
        this.source = source;
    }

    static JavaBlock of(Pages.Block block) throws IOException {
        CompilationUnitTree unit = Compiled.parse(block.text());
        // Nothing is put on a line of its own, so that javac counts lines as the page does.
        if (unit == null) {
            String imports = block.text()
                    .lines()
                    .filter(line -> line.startsWith("import "))
                    .collect(Collectors.joining(" "));
            String body = block.text()
                    .lines()
                    .map(line -> line.startsWith("import ") ? "" : line)
                    .collect(Collectors.joining("\n"));
            return new JavaBlock(
                    block,
                    "Statements",
                    IMPORTS + imports + "class Statements { static void main() throws Exception { " + body + "\n}}");
        }
        boolean complete = !unit.getImports().isEmpty();
        return new JavaBlock(block, firstType(unit), complete ? block.text() : IMPORTS + block.text());
    }

    /** The public type, whose name must be the file's, or else the first. */
    private static String firstType(CompilationUnitTree unit) {
        String first = null;
        for (Tree tree : unit.getTypeDecls()) {
            if (tree instanceof ClassTree type) {
                if (first == null
                        || type.getModifiers().getFlags().contains(javax.lang.model.element.Modifier.PUBLIC)) {
                    first = type.getSimpleName().toString();
                }
            }
        }
        return unit.getPackageName() == null ? first : unit.getPackageName() + "." + first;
    }

    private static boolean exists(String packageName) {
        return JavaBlock.class.getClassLoader().getResource(packageName.replace('.', '/') + "/package-info.class")
                != null;
    }

    /** Fails if the block does not compile, or if it throws or takes too long. */
    void check() throws Exception {
        Compiled compiled = Compiled.of(className.substring(className.lastIndexOf('.') + 1), source);
        assertThat(compiled.errors().stream().map(this::describe))
                .as(block.name())
                .isEmpty();
        if (!block.tags().contains("no-run")) {
            Class<?> type = Class.forName(className, true, compiled);
            Method main = Arrays.stream(type.getDeclaredMethods())
                    .filter(each -> each.getName().equals("main") && Modifier.isStatic(each.getModifiers()))
                    .findFirst()
                    .orElse(null);
            if (main != null) {
                main.setAccessible(true);
                run(main);
            }
        }
    }

    private String describe(Diagnostic<? extends JavaFileObject> error) {
        int line = block.line() + (int) error.getLineNumber() - 1;
        return Pages.root().relativize(block.page()) + ":" + line + ": " + error.getMessage(Locale.ROOT);
    }

    private void run(Method main) throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        Object[] arguments =
                                main.getParameterCount() == 0 ? new Object[0] : new Object[] {new String[0]};
                        main.invoke(null, arguments);
                    } catch (InvocationTargetException e) {
                        thrown.set(e.getCause());
                    } catch (Throwable e) {
                        thrown.set(e);
                    }
                },
                block.name());
        thread.setDaemon(true);
        thread.start();
        thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        if (thread.isAlive()) {
            String at = Arrays.stream(thread.getStackTrace())
                    .limit(15)
                    .map(String::valueOf)
                    .collect(Collectors.joining("\n  "));
            thread.interrupt();
            fail("%s still runs after %d s (tag it no-run?), at\n  %s", block.name(), LIMIT_SECONDS, at);
        }
        if (thrown.get() != null) {
            throw new AssertionError(block.name() + " threw " + thrown.get(), thrown.get());
        }
    }
}
