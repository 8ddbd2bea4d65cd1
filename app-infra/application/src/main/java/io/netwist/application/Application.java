/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.deferred.Deferred;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The root of a tree of services, with what the process that runs it should be like. A TAC makes one.
 *
 * <pre>{@code
 * new Application("finger").with(new TcpServer(79, new FingerFactory()))
 * }</pre>
 *
 * <p>Source: {@code twisted.application.service.Application}.
 */
public final class Application extends MultiService {

    private final Map<Class<?>, Object> components = new HashMap<>();
    private ProcessSettings process;

    /**
     * With the process as it is.
     *
     * @param name for messages, and for the process
     */
    public Application(String name) {
        this(name, ProcessSettings.unchanged());
    }

    /**
     * With settings for the process, which options of the command line override.
     *
     * @param name for messages, and for the process
     * @param process what the process should be like
     */
    public Application(String name, ProcessSettings process) {
        lifecycle().setName(Objects.requireNonNull(name, "name"));
        this.process = Objects.requireNonNull(process, "process");
    }

    @Override
    public Application with(Service child) {
        super.with(child);
        return this;
    }

    /**
     * What the process should be like.
     *
     * @return the settings
     */
    public ProcessSettings processSettings() {
        return process;
    }

    /**
     * Sets what the process should be like. Has an effect before the launcher starts the tree.
     *
     * @param settings the new ones
     */
    public void setProcessSettings(ProcessSettings settings) {
        process = Objects.requireNonNull(settings, "settings");
    }

    /**
     * Attaches something for whoever knows its type.
     *
     * @param <C> the type
     * @param type the key
     * @param component the one of that type; an earlier one is forgotten
     */
    public <C> void setComponent(Class<C> type, C component) {
        components.put(type, Objects.requireNonNull(component, "component"));
    }

    /**
     * What was attached.
     *
     * @param <C> the type
     * @param type the key
     * @return empty if nothing was
     */
    public <C> Optional<C> component(Class<C> type) {
        return Optional.ofNullable(type.cast(components.get(type)));
    }

    @Override
    public Deferred<Boolean> reconfigureService(Service next) throws Exception {
        return reconfigureChildren((Application) next);
    }

    /**
     * An application is always the root.
     *
     * @throws IllegalStateException in every case
     */
    @Override
    public Deferred<@Nullable Void> setServiceParent(MultiService parent) {
        throw new IllegalStateException(
                "an Application is the root of its tree; " + path() + " cannot become a child of " + parent.path());
    }
}
