/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a program is to be started: by {@code posix_spawn}, which neither copies the JVM nor runs any of its code in the child.
 *
 * <p>The child has exactly the descriptors given here, no signal blocked, and every signal's default action. Text goes to it
 * in UTF-8. Threading: one thread at a time; one object, one child.
 */
public final class Spawn {

    /*
     * Everything a descriptor of the child comes from is first duplicated to a number above all of the child's, so that no
     * dup2 in the child overwrites what a later one needs. What is open besides is closed by closefrom, which glibc has
     * since 2.34; elsewhere we list what is open, and hope that nobody opens anything meanwhile without O_CLOEXEC.
     */

    /** Large enough for the library's opaque structures everywhere: glibc's are 80 and 336 bytes. */
    private static final int OPAQUE = 1024;

    private static final @Nullable Pointer ENVIRON = environ();

    private final String program;
    private final List<String> arguments;
    private final SortedMap<Integer, Integer> descriptors = new TreeMap<>();
    private @Nullable Map<String, String> environment;
    private @Nullable String directory;
    private @Nullable String terminal;
    private boolean ownSession;
    private boolean ownGroup;

    /** Keeps what the C library is given alive, and is freed with it. */
    private final List<Memory> memory = new ArrayList<>();

    /**
     * A program with the environment of this process and no descriptors.
     *
     * @param program its path; a relative one is looked up from the child's directory
     * @param arguments from its own name on
     */
    public Spawn(String program, List<String> arguments) {
        this.program = program;
        this.arguments = List.copyOf(arguments);
    }

    /**
     * Looks a program up as a shell does.
     *
     * @param program a path, which is returned as it is, or a name
     * @param searchPath directories, separated by colons
     * @return the path of the first that may be run, or empty
     */
    public static Optional<String> find(String program, String searchPath) {
        if (program.indexOf('/') >= 0) {
            return Optional.of(program);
        }
        return Pattern.compile(":")
                .splitAsStream(searchPath)
                .map(directory -> (directory.isEmpty() ? "." : directory) + "/" + program)
                .filter(path -> Files.isExecutable(Path.of(path)) && !Files.isDirectory(Path.of(path)))
                .findFirst();
    }

    private static @Nullable Pointer environ() {
        try {
            return NativeLibrary.getInstance("c").getGlobalVariableAddress("environ");
        } catch (UnsatisfiedLinkError e) {
            return null;
        }
    }

    /**
     * Gives the child an environment.
     *
     * @param variables all that it has
     */
    public void environment(Map<String, String> variables) {
        this.environment = Map.copyOf(variables);
    }

    /**
     * Starts the child elsewhere.
     *
     * @param path its working directory
     */
    public void directory(String path) {
        this.directory = path;
    }

    /**
     * Gives the child a descriptor.
     *
     * @param childs its number there
     * @param ours what it is here; stays open
     */
    public void descriptor(int childs, int ours) {
        descriptors.put(childs, ours);
    }

    /**
     * Makes a terminal the child's controlling one and its descriptors 0, 1 and 2.
     *
     * @param path from {@link Posix#terminalPath}
     */
    public void terminal(String path) {
        this.terminal = path;
        this.ownSession = true;
    }

    /** Makes the child the leader of a process group of its own. */
    public void ownGroup() {
        this.ownGroup = true;
    }

    /**
     * Starts it. Returns when the program has been loaded.
     *
     * @return the child's pid
     * @throws PosixException if the program cannot be started; then there is no child
     */
    public int start() throws PosixException {
        List<Integer> copies = new ArrayList<>();
        Memory actions = opaque();
        Memory attributes = opaque();
        check("posix_spawn_file_actions_init", Libc.posix_spawn_file_actions_init(actions));
        check("posix_spawnattr_init", Libc.posix_spawnattr_init(attributes));
        try {
            arrangeAttributes(attributes);
            arrangeDescriptors(actions, copies);
            int[] pid = new int[1];
            Pointer variables = environment == null ? inherited() : environmentBlock(environment);
            int errno = Libc.posix_spawn(pid, text(program), actions, attributes, block(arguments), variables);
            if (errno != 0) {
                throw new PosixException(program, errno);
            }
            return pid[0];
        } finally {
            Libc.posix_spawn_file_actions_destroy(actions);
            Libc.posix_spawnattr_destroy(attributes);
            copies.forEach(Posix::close);
            memory.forEach(Memory::close);
        }
    }

    private void arrangeAttributes(Memory attributes) throws PosixException {
        short flags = Libc.SPAWN_SETSIGDEF | Libc.SPAWN_SETSIGMASK;
        Memory signals = opaque();
        Libc.sigfillset(signals);
        check("posix_spawnattr_setsigdefault", Libc.posix_spawnattr_setsigdefault(attributes, signals));
        Libc.sigemptyset(signals);
        check("posix_spawnattr_setsigmask", Libc.posix_spawnattr_setsigmask(attributes, signals));
        if (ownSession) {
            flags |= Libc.SPAWN_SETSID;
        } else if (ownGroup) {
            flags |= Libc.SPAWN_SETPGROUP;
            check("posix_spawnattr_setpgroup", Libc.posix_spawnattr_setpgroup(attributes, 0));
        }
        check("posix_spawnattr_setflags", Libc.posix_spawnattr_setflags(attributes, flags));
    }

    private void arrangeDescriptors(Memory actions, List<Integer> copies) throws PosixException {
        int above;
        if (terminal != null) {
            // The first terminal that the leader of a session opens controls it.
            check(terminal, Libc.posix_spawn_file_actions_addopen(actions, 0, text(terminal), Libc.O_RDWR, 0));
            check("adddup2", Libc.posix_spawn_file_actions_adddup2(actions, 0, 1));
            check("adddup2", Libc.posix_spawn_file_actions_adddup2(actions, 0, 2));
            above = 3;
        } else {
            above = Math.max(3, descriptors.isEmpty() ? 0 : descriptors.lastKey() + 1);
            for (Map.Entry<Integer, Integer> each : descriptors.entrySet()) {
                int copy = Posix.duplicate(each.getValue(), above);
                copies.add(copy);
                check("adddup2", Libc.posix_spawn_file_actions_adddup2(actions, copy, each.getKey()));
            }
            for (int number = 0; number < above; number++) {
                if (!descriptors.containsKey(number)) {
                    check("addclose", Libc.posix_spawn_file_actions_addclose(actions, number));
                }
            }
        }
        closeFrom(actions, above);
        if (directory != null) {
            check(directory, Libc.posix_spawn_file_actions_addchdir_np(actions, text(directory)));
        }
    }

    private static void closeFrom(Memory actions, int first) throws PosixException {
        if (CloseFrom.IS_THERE) {
            check("addclosefrom", CloseFrom.posix_spawn_file_actions_addclosefrom_np(actions, first));
            return;
        }
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path each : open) {
                int number = Integer.parseInt(each.getFileName().toString());
                if (number >= first) {
                    check("addclose", Libc.posix_spawn_file_actions_addclose(actions, number));
                }
            }
        } catch (PosixException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("/proc/self/fd cannot be listed (expected: a mounted /proc)", e);
        }
    }

    /** A function that not every C library has. */
    private static final class CloseFrom {
        static final boolean IS_THERE = bind();

        private static boolean bind() {
            try {
                NativeLibrary.getInstance("c").getFunction("posix_spawn_file_actions_addclosefrom_np");
                Native.register(CloseFrom.class, "c");
                return true;
            } catch (UnsatisfiedLinkError e) {
                return false;
            }
        }

        static native int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int first);
    }

    private static void check(String call, int errno) throws PosixException {
        if (errno != 0) {
            throw new PosixException(call, errno);
        }
    }

    // ---- memory

    private Memory opaque() {
        Memory made = new Memory(OPAQUE);
        made.clear();
        memory.add(made);
        return made;
    }

    private Memory text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Memory made = new Memory(bytes.length + 1L);
        made.write(0, bytes, 0, bytes.length);
        made.setByte(bytes.length, (byte) 0);
        memory.add(made);
        return made;
    }

    private Memory block(List<String> texts) {
        Memory made = new Memory((texts.size() + 1L) * Native.POINTER_SIZE);
        memory.add(made);
        for (int i = 0; i < texts.size(); i++) {
            made.setPointer((long) i * Native.POINTER_SIZE, text(texts.get(i)));
        }
        made.setPointer((long) texts.size() * Native.POINTER_SIZE, null);
        return made;
    }

    private Memory environmentBlock(Map<String, String> variables) {
        List<String> texts = new ArrayList<>();
        new TreeMap<>(variables).forEach((name, value) -> texts.add(name + "=" + value));
        return block(texts);
    }

    /** The very bytes that this process was given. */
    private Pointer inherited() {
        return ENVIRON != null ? ENVIRON.getPointer(0) : environmentBlock(System.getenv());
    }
}
