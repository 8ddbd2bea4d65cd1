/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import io.netwist.application.Application;
import io.netwist.application.ServiceMakers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An application from a YAML file that names services and their options: see {@link ConfigReader}. */
final class ConfigFile implements ApplicationSource {

    private final Path file;
    private final ServiceMakers makers;

    /** What the present application was made from. */
    private volatile @Nullable String loaded;

    /**
     * Where it is and what it may name.
     *
     * @param file as it was typed: messages show it so
     * @param makers the services
     */
    ConfigFile(Path file, ServiceMakers makers) {
        this.file = file;
        this.makers = makers;
    }

    /** Whether a file is of this kind, by the end of its name. */
    static boolean is(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    @Override
    public Application load() {
        return load(read());
    }

    @Override
    public Optional<Application> reload() {
        String text = read();
        return text.equals(loaded) ? Optional.empty() : Optional.of(load(text));
    }

    private Application load(String text) {
        ConfigReader reader = new ConfigReader(file, makers);
        Application application = reader.read(text);
        List<String> problems = reader.problems();
        if (!problems.isEmpty()) {
            int more = problems.size() - 1;
            throw new StartException(
                    problems.get(0) + (more == 0 ? "" : " (and " + more + " more; netwistd config check shows all)"));
        }
        loaded = text;
        return application;
    }

    /**
     * Looks for mistakes. Opens nothing.
     *
     * @return each with its line; empty if there are none
     */
    List<String> check() {
        ConfigReader reader = new ConfigReader(file, makers);
        reader.read(read());
        return reader.problems();
    }

    private String read() {
        if (!Files.isRegularFile(file)) {
            throw new StartException(
                    file + ": " + (Files.exists(file) ? "not a file" : "no such file") + " (expected: a YAML file)");
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StartException(file + ": cannot be read as UTF-8 text: " + e.getMessage(), e);
        }
    }
}
