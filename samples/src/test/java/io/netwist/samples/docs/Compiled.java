/* SPDX-License-Identifier: MIT */
package io.netwist.samples.docs;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Java source compiled in memory against the class path of the test; its classes can be loaded. */
final class Compiled extends ClassLoader {

    private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();
    private static final List<String> OPTIONS =
            List.of("-source", "17", "-proc:none", "-Xlint:none", "-cp", System.getProperty("java.class.path"));

    /** Kept for all blocks: opening the class path anew takes longer than compiling. */
    private static final StandardJavaFileManager STANDARD = JAVAC.getStandardFileManager(null, Locale.ROOT, null);

    private final Map<String, byte[]> classes = new HashMap<>();
    private final List<Diagnostic<? extends JavaFileObject>> errors;

    private Compiled(String name, String source) {
        super(Compiled.class.getClassLoader());
        DiagnosticCollector<JavaFileObject> heard = new DiagnosticCollector<>();
        JAVAC.getTask(null, new Files(STANDARD), heard, OPTIONS, null, List.of(new Source(name, source)))
                .call();
        errors = heard.getDiagnostics().stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .toList();
    }

    /**
     * Compiles one file.
     *
     * @param name of its first class
     */
    static Compiled of(String name, String source) {
        return new Compiled(name, source);
    }

    /** The types that a file declares, or null if it is not the text of a file of Java. */
    static @Nullable CompilationUnitTree parse(String source) throws IOException {
        DiagnosticCollector<JavaFileObject> heard = new DiagnosticCollector<>();
        JavacTask task =
                (JavacTask) JAVAC.getTask(null, STANDARD, heard, OPTIONS, null, List.of(new Source("Any", source)));
        CompilationUnitTree unit = task.parse().iterator().next();
        boolean good = heard.getDiagnostics().stream().noneMatch(each -> each.getKind() == Diagnostic.Kind.ERROR);
        return good && !unit.getTypeDecls().isEmpty() ? unit : null;
    }

    /** What javac has to say against it. */
    List<Diagnostic<? extends JavaFileObject>> errors() {
        return errors;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] code = classes.get(name);
        if (code == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, code, 0, code.length);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private final class Files extends ForwardingJavaFileManager<JavaFileManager> {
        Files(JavaFileManager standard) {
            super(standard);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String name, Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/')), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            classes.put(name, toByteArray());
                        }
                    };
                }
            };
        }
    }
}
