/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.process;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a child process is started.
 *
 * <p>Unless told otherwise the child has no environment variables (on Windows those of this process), our working directory
 * and our identity; we write its standard input and read its standard output and error; everything else that is open here is
 * closed there. Source: the keyword arguments of {@code spawnProcess} in Twisted.
 */
public final class ProcessOptions {

    private static final Map<Integer, ChildDescriptor> STANDARD = Collections.unmodifiableMap(
            new TreeMap<>(Map.of(0, ChildDescriptor.WE_WRITE, 1, ChildDescriptor.WE_READ, 2, ChildDescriptor.WE_READ)));

    private static final ProcessOptions DEFAULTS = new ProcessOptions(new Choices());

    private final Choices choices;

    /** A mutable copy while one choice changes; never changed once it is in a ProcessOptions. */
    private static final class Choices implements Cloneable {
        /** Null: nothing was said. */
        @Nullable
        Map<String, String> environment;

        boolean parentEnvironment;

        @Nullable
        Path directory;

        OptionalInt uid = OptionalInt.empty();
        OptionalInt gid = OptionalInt.empty();

        /** Null: the standard ones. */
        @Nullable
        Map<Integer, ChildDescriptor> descriptors;

        boolean terminal;
        boolean ownGroup;

        Choices copy() {
            try {
                return (Choices) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private ProcessOptions(Choices choices) {
        this.choices = choices;
    }

    /**
     * Nothing chosen.
     *
     * @return the start of a chain of {@code with}
     */
    public static ProcessOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the child's environment.
     *
     * @param variables exactly what it has; on Windows added to what we have
     * @return the same with this choice
     */
    public ProcessOptions withEnvironment(Map<String, String> variables) {
        Choices next = choices.copy();
        next.environment = Map.copyOf(variables);
        next.parentEnvironment = false;
        return new ProcessOptions(next);
    }

    /**
     * Gives the child our environment: Twisted's {@code env=None}.
     *
     * @return the same with this choice
     */
    public ProcessOptions withParentEnvironment() {
        Choices next = choices.copy();
        next.environment = null;
        next.parentEnvironment = true;
        return new ProcessOptions(next);
    }

    /**
     * Chooses the child's working directory.
     *
     * @param path a directory; also what a relative path of the executable starts from
     * @return the same with this choice
     */
    public ProcessOptions withDirectory(Path path) {
        Choices next = choices.copy();
        next.directory = path;
        return new ProcessOptions(next);
    }

    /**
     * Runs the child as another user. Only for a privileged process on Linux that has {@code setpriv} (util-linux) on its
     * path. The child sees its path as {@code args[0]}.
     *
     * @param uid the user's number; must be in the user database, for the groups
     * @return the same with this choice
     */
    public ProcessOptions withUid(int uid) {
        Choices next = choices.copy();
        next.uid = OptionalInt.of(uid);
        return new ProcessOptions(next);
    }

    /**
     * Runs the child in another group; otherwise as {@link #withUid}.
     *
     * @param gid the group's number
     * @return the same with this choice
     */
    public ProcessOptions withGid(int gid) {
        Choices next = choices.copy();
        next.gid = OptionalInt.of(gid);
        return new ProcessOptions(next);
    }

    /**
     * Chooses the child's descriptors: Twisted's {@code childFDs}.
     *
     * @param descriptors all that it has, by its own numbers; not together with {@link #withTerminal}
     * @return the same with this choice
     * @throws IllegalArgumentException if a number is negative
     */
    public ProcessOptions withDescriptors(Map<Integer, ChildDescriptor> descriptors) {
        Map<Integer, ChildDescriptor> sorted = new TreeMap<>(descriptors);
        for (int number : sorted.keySet()) {
            if (number < 0) {
                throw new IllegalArgumentException("descriptor: " + number + " (expected: 0 or more)");
            }
        }
        Choices next = choices.copy();
        next.descriptors = Collections.unmodifiableMap(sorted);
        return new ProcessOptions(next);
    }

    /**
     * Gives the child a terminal as its standard input, output and error: Twisted's {@code usePTY}. What it writes comes as
     * descriptor 1; it cannot be closed in parts.
     *
     * @return the same with this choice
     */
    public ProcessOptions withTerminal() {
        Choices next = choices.copy();
        next.terminal = true;
        return new ProcessOptions(next);
    }

    /**
     * Makes the child the leader of a process group, so that {@link ProcessTransport#signalGroup} reaches what it starts, and
     * Ctrl-C on our terminal does not.
     *
     * @param ownGroup false until set
     * @return the same with this choice
     */
    public ProcessOptions withOwnGroup(boolean ownGroup) {
        Choices next = choices.copy();
        next.ownGroup = ownGroup;
        return new ProcessOptions(next);
    }

    /**
     * The environment that was chosen.
     *
     * @return exactly what the child has; empty for that of this process, or for the platform's habit
     */
    public Optional<Map<String, String>> environment() {
        return Optional.ofNullable(choices.environment);
    }

    /**
     * Whether the child has our environment by choice.
     *
     * @return true after {@link #withParentEnvironment}
     */
    public boolean parentEnvironment() {
        return choices.parentEnvironment;
    }

    /**
     * The directory that was chosen.
     *
     * @return empty for ours
     */
    public Optional<Path> directory() {
        return Optional.ofNullable(choices.directory);
    }

    /**
     * The user that was chosen.
     *
     * @return empty for ours
     */
    public OptionalInt uid() {
        return choices.uid;
    }

    /**
     * The group that was chosen.
     *
     * @return empty for ours
     */
    public OptionalInt gid() {
        return choices.gid;
    }

    /**
     * The child's descriptors.
     *
     * @return by the child's numbers, in order; unmodifiable
     */
    public Map<Integer, ChildDescriptor> descriptors() {
        return choices.descriptors == null ? STANDARD : choices.descriptors;
    }

    /**
     * Whether the child has a terminal.
     *
     * @return true after {@link #withTerminal}
     */
    public boolean terminal() {
        return choices.terminal;
    }

    /**
     * Whether the child leads a process group.
     *
     * @return false until set
     */
    public boolean ownGroup() {
        return choices.ownGroup;
    }

    /**
     * Finds choices that contradict each other. Called by reactors.
     *
     * @return this
     * @throws IllegalArgumentException if a terminal and descriptors were chosen
     */
    public ProcessOptions checked() {
        if (choices.terminal && choices.descriptors != null) {
            throw new IllegalArgumentException("descriptors: " + choices.descriptors
                    + " (expected: none chosen with a terminal, which is descriptor 0, 1 and 2)");
        }
        return this;
    }
}
