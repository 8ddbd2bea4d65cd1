/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.nio.Buffer;
import org.jspecify.annotations.Nullable;

/** The functions of the C library, as they are there. */
final class Libc {

    static {
        Native.register(Libc.class, "c");
    }

    private Libc() {}

    // ---- Linux's numbers, the same on every processor that the JDK runs on

    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int ECHILD = 10;
    static final int EAGAIN = 11;

    static final int O_RDWR = 2;
    static final int O_NOCTTY = 0400;
    static final int O_NONBLOCK = 04000;
    static final int O_CLOEXEC = 02000000;

    static final int F_GETFD = 1;
    static final int F_GETFL = 3;
    static final int F_SETFL = 4;
    static final int F_DUPFD_CLOEXEC = 1030;

    static final int WNOHANG = 1;

    static final long SYS_PIDFD_OPEN = 434;
    static final long TIOCSWINSZ = 0x5414;

    static final short SPAWN_SETPGROUP = 0x02;
    static final short SPAWN_SETSIGDEF = 0x04;
    static final short SPAWN_SETSIGMASK = 0x08;
    static final short SPAWN_SETSID = 0x80;

    // ---- descriptors

    static native int pipe2(int[] ends, int flags);

    static native int fcntl(int descriptor, int command, int argument);

    static native NativeLong read(int descriptor, Buffer into, NativeLong length);

    static native NativeLong write(int descriptor, Buffer from, NativeLong length);

    static native int close(int descriptor);

    static native int eventfd(int initial, int flags);

    static native int poll(Memory descriptors, NativeLong count, int timeout);

    // ---- processes

    static native int geteuid();

    static native int getegid();

    static native int kill(int pid, int signal);

    static native int waitpid(int pid, int[] status, int options);

    static native NativeLong syscall(NativeLong number, int first, int second);

    static native int posix_spawn(
            int[] pid, Pointer path, Pointer actions, Pointer attributes, Pointer arguments, Pointer environment);

    static native int posix_spawn_file_actions_init(Pointer actions);

    static native int posix_spawn_file_actions_destroy(Pointer actions);

    static native int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

    static native int posix_spawn_file_actions_addclose(Pointer actions, int descriptor);

    static native int posix_spawn_file_actions_addopen(
            Pointer actions, int descriptor, Pointer path, int flags, int mode);

    static native int posix_spawn_file_actions_addchdir_np(Pointer actions, Pointer path);

    static native int posix_spawnattr_init(Pointer attributes);

    static native int posix_spawnattr_destroy(Pointer attributes);

    static native int posix_spawnattr_setflags(Pointer attributes, short flags);

    static native int posix_spawnattr_setpgroup(Pointer attributes, int group);

    static native int posix_spawnattr_setsigmask(Pointer attributes, Pointer mask);

    static native int posix_spawnattr_setsigdefault(Pointer attributes, Pointer signals);

    static native int sigfillset(Pointer signals);

    static native int sigemptyset(Pointer signals);

    // ---- terminals

    static native int posix_openpt(int flags);

    static native int grantpt(int descriptor);

    static native int unlockpt(int descriptor);

    static native int ptsname_r(int descriptor, byte[] name, NativeLong size);

    static native int ioctl(int descriptor, NativeLong request, Pointer argument);

    // ---- text

    private static native @Nullable String strerror(int errno);

    static String text(int errno) {
        return strerror(errno) + " (errno " + errno + ")";
    }
}
