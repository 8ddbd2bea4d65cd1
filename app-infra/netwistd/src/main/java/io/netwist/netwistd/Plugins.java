/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import io.netwist.application.ServiceMakers;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;

/**
 * The makers on the class path and in the jars of the plugins directory, where each jar has a class loader of its own: two
 * plugins may bring different versions of a library.
 *
 * @param makers what was found
 * @param broken what could not be used, jars and makers
 * @param jars those of the plugins directory that can be read
 * @param parent sees the class path
 */
record Plugins(ServiceMakers makers, List<ServiceMakers.Broken> broken, List<Path> jars, ClassLoader parent) {

    static Plugins find(ClassLoader parent, Optional<String> directory) {
        List<ClassLoader> loaders = new ArrayList<>(List.of(parent));
        List<ServiceMakers.Broken> broken = new ArrayList<>();
        List<Path> good = new ArrayList<>();
        for (Path jar : jars(directory)) {
            // A class loader passes over what is no jar without a word.
            try {
                new ZipFile(jar.toFile()).close();
                loaders.add(new URLClassLoader(
                        "plugin " + jar.getFileName(), new URL[] {jar.toUri().toURL()}, parent));
                good.add(jar);
            } catch (IOException e) {
                broken.add(new ServiceMakers.Broken(jar + ": no jar that can be read: " + e.getMessage(), e));
            }
        }
        ServiceMakers makers = ServiceMakers.find(loaders);
        broken.addAll(makers.broken());
        return new Plugins(makers, Collections.unmodifiableList(broken), List.copyOf(good), parent);
    }

    /** What an application from a source file may use: the class path, and all of the jars together. */
    ClassLoader loader() {
        if (jars.isEmpty()) {
            return parent;
        }
        List<URL> places = new ArrayList<>();
        for (Path jar : jars) {
            try {
                places.add(jar.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalStateException(jar + " was read a moment ago", e);
            }
        }
        return new URLClassLoader("plugins", places.toArray(URL[]::new), parent);
    }

    /** The same for a compiler, to be put after the class path. */
    String classPath() {
        StringBuilder all = new StringBuilder();
        jars.forEach(jar -> all.append(File.pathSeparatorChar).append(jar));
        return all.toString();
    }

    private static List<Path> jars(Optional<String> directory) {
        List<Path> jars = new ArrayList<>();
        Optional<Path> there = directory.map(Relaunch::resolve).filter(Files::isDirectory);
        if (there.isPresent()) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(there.get(), "*.jar")) {
                found.forEach(jars::add);
            } catch (IOException e) {
                throw new StartException("--plugins: " + Explanation.of(e), e);
            }
        }
        Collections.sort(jars);
        return jars;
    }
}
