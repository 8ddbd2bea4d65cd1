/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import io.netwist.application.Application;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * An application from one Java source file: compiled in memory, nothing is written.
 *
 * <p>The file's class of the same name as the file, or else its only class that is a {@code Supplier}, gives the
 * application. Source: Twisted's {@code .tac} files.
 */
final class Tac implements ApplicationSource {

    private static final String WANTED = "java.util.function.Supplier<io.netwist.application.Application>";

    private final Path file;
    private final ClassLoader parent;
    private final String classPath;

    /** What the present application was made from. */
    private volatile @Nullable String loaded;

    /**
     * Where to find the source and what it may use.
     *
     * @param file as it was typed: messages show it so
     * @param parent sees what the source may use
     * @param classPath the same for the compiler
     */
    Tac(Path file, ClassLoader parent, String classPath) {
        this.file = file;
        this.parent = parent;
        this.classPath = classPath;
    }

    @Override
    public Application load() {
        return load(read());
    }

    @Override
    public Optional<Application> reload() {
        String source = read();
        return source.equals(loaded) ? Optional.empty() : Optional.of(load(source));
    }

    private Application load(String source) {
        Map<String, ByteArrayOutputStream> classes = compile(source);
        Class<?> type = find(classes.keySet(), new InMemory(classes, parent));
        Object made = make(type);
        if (made instanceof Application application) {
            loaded = source;
            return application;
        }
        throw new StartException(file + ": " + type.getName() + ".get() returned "
                + (made == null ? "null" : "a " + made.getClass().getName()) + " (expected: an "
                + Application.class.getName() + ")");
    }

    private String read() {
        if (!Files.isRegularFile(file)) {
            throw new StartException(file + ": " + (Files.exists(file) ? "not a file" : "no such file")
                    + " (expected: a Java source file)");
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StartException(file + ": cannot be read as UTF-8 text: " + e.getMessage(), e);
        }
    }

    // ---- compiling

    private Map<String, ByteArrayOutputStream> compile(String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new StartException(file + ": compiling it needs a JDK, and the Java at "
                    + System.getProperty("java.home") + " has no compiler (expected: JAVA_HOME of a JDK)");
        }
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();
        JavaFileManager manager =
                new ForwardingJavaFileManager<>(
                        compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
                    @Override
                    public JavaFileObject getJavaFileForOutput(
                            Location location, String name, JavaFileObject.Kind kind, @Nullable FileObject sibling) {
                        return new SimpleJavaFileObject(
                                URI.create("memory:///" + name.replace('.', '/') + kind.extension), kind) {
                            @Override
                            public OutputStream openOutputStream() {
                                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                                classes.put(name, bytes);
                                return bytes;
                            }
                        };
                    }
                };
        List<String> options = List.of("-proc:none", "-parameters", "-g", "-classpath", classPath);
        if (!compiler.getTask(null, manager, found, options, null, List.of(new Source(source)))
                .call()) {
            throw complaint(found.getDiagnostics());
        }
        return classes;
    }

    /** The source; its class need not be called like the file, as with {@code java File.java}. */
    private final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(file.toUri(), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return true;
        }
    }

    private StartException complaint(List<? extends Diagnostic<? extends JavaFileObject>> all) {
        List<String> errors = new ArrayList<>();
        for (Diagnostic<?> each : all) {
            if (each.getKind() == Diagnostic.Kind.ERROR) {
                String where = each.getLineNumber() == Diagnostic.NOPOS
                        ? file + ": "
                        : file + ":" + each.getLineNumber() + ":" + each.getColumnNumber() + ": ";
                errors.add(where + each.getMessage(Locale.ROOT).strip().replaceAll("\\s*\\R\\s*", "; "));
            }
        }
        String message = errors.isEmpty() ? file + ": does not compile" : errors.get(0);
        int more = errors.size() - 1;
        String rest = more < 1 ? "" : " (and " + more + (more == 1 ? " more error)" : " more errors)");
        return new StartException(message + rest, new StartException(String.join("\n", errors)));
    }

    private static final class InMemory extends ClassLoader {
        private final Map<String, ByteArrayOutputStream> classes;

        InMemory(Map<String, ByteArrayOutputStream> classes, ClassLoader parent) {
            super(parent);
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            ByteArrayOutputStream code = classes.get(name);
            if (code == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = code.toByteArray();
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    // ---- the supplier

    private Class<?> find(Iterable<String> names, ClassLoader loader) {
        String fileName = String.valueOf(file.getFileName());
        int dot = fileName.indexOf('.');
        String wanted = dot < 0 ? fileName : fileName.substring(0, dot);
        List<Class<?>> candidates = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String name : names) {
            Class<?> type;
            try {
                type = loader.loadClass(name);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(name + " was compiled and is not there", e);
            }
            if (type.getEnclosingClass() != null) {
                continue;
            }
            boolean supplier = Supplier.class.isAssignableFrom(type);
            if (supplier && type.getSimpleName().equals(wanted)) {
                return type;
            }
            if (supplier) {
                candidates.add(type);
            } else {
                others.add(type.getName());
            }
        }
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        if (candidates.isEmpty()) {
            throw new StartException(file + ": "
                    + (others.isEmpty() ? "it has no class" : "class " + String.join(", ", others) + " is no supplier")
                    + " (expected: a class that implements " + WANTED + ")");
        }
        throw new StartException(file + ": several classes are suppliers: "
                + String.join(", ", candidates.stream().map(Class::getName).toList())
                + " (expected: one that is called " + wanted + ")");
    }

    private @Nullable Object make(Class<?> type) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return ((Supplier<?>) constructor.newInstance()).get();
        } catch (NoSuchMethodException e) {
            throw new StartException(
                    file + ": " + type.getName() + " has no constructor without arguments (expected: one)", e);
        } catch (InvocationTargetException e) {
            throw threw(type, e.getTargetException());
        } catch (ReflectiveOperationException e) {
            throw new StartException(file + ": " + type.getName() + " cannot be made: " + e, e);
        } catch (RuntimeException | LinkageError e) {
            throw threw(type, e);
        }
    }

    private StartException threw(Class<?> type, Throwable error) {
        String line = "";
        for (StackTraceElement each : error.getStackTrace()) {
            if (each.getClassName().startsWith(type.getName())) {
                line = ":" + each.getLineNumber();
                break;
            }
        }
        return new StartException(file + line + ": " + type.getName() + " threw " + error, error);
    }
}
