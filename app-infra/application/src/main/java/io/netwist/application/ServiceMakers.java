/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * The makers found in one place. One that is broken is left out and reported, and does not disturb the others.
 *
 * <p>Source: {@code twisted.plugin.getPlugins}; nothing is cached and nothing written.
 */
public final class ServiceMakers {

    private final NavigableMap<String, ServiceMaker<?>> byName = new TreeMap<>();
    private final NavigableMap<String, List<String>> ambiguous = new TreeMap<>();
    private final List<Broken> broken = new ArrayList<>();

    private ServiceMakers() {}

    /**
     * A plugin that could not be used.
     *
     * @param reason names it and says why
     * @param cause what happened
     */
    public record Broken(String reason, Throwable cause) {}

    /**
     * Looks for makers.
     *
     * @param loaders where; what several of them see is found once
     * @return what is there now
     */
    public static ServiceMakers find(Iterable<ClassLoader> loaders) {
        ServiceMakers found = new ServiceMakers();
        for (ClassLoader loader : loaders) {
            found.look(loader);
        }
        found.ambiguous.keySet().forEach(found.byName::remove);
        return found;
    }

    @SuppressWarnings("rawtypes") // a class literal has no type arguments
    private void look(ClassLoader loader) {
        Iterator<ServiceLoader.Provider<ServiceMaker>> providers =
                ServiceLoader.load(ServiceMaker.class, loader).stream().iterator();
        while (true) {
            ServiceLoader.Provider<ServiceMaker> provider;
            try {
                if (!providers.hasNext()) {
                    return;
                }
                provider = providers.next();
            } catch (ServiceConfigurationError e) {
                broken.add(new Broken(String.valueOf(e.getMessage()), e));
                continue;
            }
            add(provider);
        }
    }

    @SuppressWarnings("rawtypes")
    private void add(ServiceLoader.Provider<ServiceMaker> provider) {
        String type = provider.type().getName();
        try {
            ServiceMaker<?> maker = provider.get();
            String name = maker.tapname();
            ServiceMaker<?> other = byName.putIfAbsent(name, maker);
            if (other != null && other.getClass() != maker.getClass()) {
                List<String> all = ambiguous.computeIfAbsent(name, n -> new ArrayList<>(List.of(describe(other))));
                all.add(describe(maker));
            }
        } catch (Throwable e) {
            // A plugin compiled against something that is not here throws a LinkageError, not an Exception.
            Throwable cause = e instanceof ServiceConfigurationError && e.getCause() != null ? e.getCause() : e;
            broken.add(new Broken(type + ": " + cause, e));
        }
    }

    private static String describe(ServiceMaker<?> maker) {
        return maker.getClass().getName();
    }

    /**
     * All that can be used.
     *
     * @return sorted by name
     */
    public List<ServiceMaker<?>> all() {
        return List.copyOf(byName.values());
    }

    /**
     * Finds one by its name.
     *
     * @param name the tapname
     * @return empty if there is none
     * @throws UsageException if several have that name; it names their classes
     */
    public Optional<ServiceMaker<?>> named(String name) {
        List<String> several = ambiguous.get(name);
        if (several != null) {
            throw new UsageException(
                    name + ": more than one plugin has this name: " + String.join(", ", several) + " (expected: one)");
        }
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * What could not be used.
     *
     * @return in the order of discovery
     */
    public List<Broken> broken() {
        List<Broken> all = new ArrayList<>(broken);
        ambiguous.forEach((name, classes) -> {
            String reason = name + ": more than one plugin has this name: " + String.join(", ", classes);
            all.add(new Broken(reason, new UsageException(reason)));
        });
        return Collections.unmodifiableList(all);
    }
}
