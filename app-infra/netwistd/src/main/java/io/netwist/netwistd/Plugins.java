/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import io.netwist.application.ServiceMakers;
import java.io.IOException;
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
 */
record Plugins(ServiceMakers makers, List<ServiceMakers.Broken> broken) {

    static Plugins find(ClassLoader parent, Optional<String> directory) {
        List<ClassLoader> loaders = new ArrayList<>(List.of(parent));
        List<ServiceMakers.Broken> broken = new ArrayList<>();
        for (Path jar : jars(directory)) {
            // A class loader passes over what is no jar without a word.
            try {
                new ZipFile(jar.toFile()).close();
                loaders.add(new URLClassLoader(
                        "plugin " + jar.getFileName(), new URL[] {jar.toUri().toURL()}, parent));
            } catch (IOException e) {
                broken.add(new ServiceMakers.Broken(jar + ": no jar that can be read: " + e.getMessage(), e));
            }
        }
        ServiceMakers makers = ServiceMakers.find(loaders);
        broken.addAll(makers.broken());
        return new Plugins(makers, Collections.unmodifiableList(broken));
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
