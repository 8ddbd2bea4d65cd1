/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** What can be done with descriptors and processes where {@link PosixSupport} says so. Source: POSIX.1-2017; {@code pidfd_open(2)}. */
public final class Posix {

    /** What {@link #read} returns at the end of what there is to read. */
    public static final int END = -1;

    private Posix() {}

    static int checked(String call, int result) throws PosixException {
        if (result < 0) {
            throw new PosixException(call, Native.getLastError());
        }
        return result;
    }

    // ---- descriptors

    /**
     * Makes a pipe whose ends no child inherits by chance.
     *
     * @return the end to read, then the end to write
     * @throws PosixException if there is no descriptor left
     */
    public static int[] pipe() throws PosixException {
        int[] ends = new int[2];
        checked("pipe2", Libc.pipe2(ends, Libc.O_CLOEXEC));
        return ends;
    }

    /**
     * Makes another number for what a descriptor stands for; no child inherits it by chance.
     *
     * @param descriptor open
     * @param atLeast the smallest number wanted
     * @return the new number
     * @throws PosixException if it is not open, or no number is left
     */
    public static int duplicate(int descriptor, int atLeast) throws PosixException {
        return checked("descriptor " + descriptor, Libc.fcntl(descriptor, Libc.F_DUPFD_CLOEXEC, atLeast));
    }

    /**
     * Has reads and writes return at once from now on. It does so for everybody who has this end, so only for ends that are
     * ours alone.
     *
     * @param descriptor open
     * @throws PosixException if it is not
     */
    public static void setNonBlocking(int descriptor) throws PosixException {
        int flags = checked("fcntl", Libc.fcntl(descriptor, Libc.F_GETFL, 0));
        checked("fcntl", Libc.fcntl(descriptor, Libc.F_SETFL, flags | Libc.O_NONBLOCK));
    }

    /**
     * Reads what is there. A terminal whose other side is gone is at its end.
     *
     * @param descriptor does not block
     * @param into where to, from its position on; the position is left alone
     * @return how much; 0 if there is nothing now, {@link #END} if there will be nothing more
     * @throws PosixException if it cannot be read
     */
    public static int read(int descriptor, ByteBuffer into) throws PosixException {
        while (true) {
            int count = Libc.read(descriptor, into.slice(), new NativeLong(into.remaining()))
                    .intValue();
            if (count >= 0) {
                return count == 0 ? END : count;
            }
            int errno = Native.getLastError();
            if (errno == Libc.EAGAIN) {
                return 0;
            }
            if (errno == Libc.EIO) {
                return END;
            }
            if (errno != Libc.EINTR) {
                throw new PosixException("read", errno);
            }
        }
    }

    /**
     * Writes what can be written now.
     *
     * @param descriptor does not block
     * @param from what, from its position on; the position is left alone
     * @return how much; 0 if nothing now
     * @throws PosixException if nobody will read it any more
     */
    public static int write(int descriptor, ByteBuffer from) throws PosixException {
        while (true) {
            int count = Libc.write(descriptor, from.slice(), new NativeLong(from.remaining()))
                    .intValue();
            if (count >= 0) {
                return count;
            }
            int errno = Native.getLastError();
            if (errno == Libc.EAGAIN) {
                return 0;
            }
            if (errno != Libc.EINTR) {
                throw new PosixException("write", errno);
            }
        }
    }

    /**
     * Whether nobody is left at the other side.
     *
     * @param descriptor open
     * @return true if its readers have closed it, or the terminal was hung up
     */
    public static boolean isBroken(int descriptor) {
        try (Memory entry = new Memory(Poller.ENTRY)) {
            Poller.set(entry, 0, descriptor, (short) 0);
            return Libc.poll(entry, new NativeLong(1), 0) == 1;
        }
    }

    /**
     * Closes a descriptor. Whatever it says, the number is free afterwards.
     *
     * @param descriptor open
     */
    public static void close(int descriptor) {
        Libc.close(descriptor);
    }

    // ---- processes

    /**
     * Whether this process may become somebody else.
     *
     * @return true for root
     */
    public static boolean isPrivileged() {
        return userId() == 0;
    }

    /**
     * Who we are.
     *
     * @return the effective user's number
     */
    public static int userId() {
        return Libc.geteuid();
    }

    /**
     * In which group we are.
     *
     * @return the effective group's number
     */
    public static int groupId() {
        return Libc.getegid();
    }

    /**
     * Sends a signal.
     *
     * @param pid to whom; negative for a process group
     * @param signal its number
     * @return false if there is no such process
     * @throws PosixException if it is not ours to signal, or there is no such signal
     */
    public static boolean kill(int pid, int signal) throws PosixException {
        if (Libc.kill(pid, signal) == 0) {
            return true;
        }
        int errno = Native.getLastError();
        if (errno == Libc.ESRCH) {
            return false;
        }
        throw new PosixException("kill", errno);
    }

    /**
     * Takes the status of a child that has ended, which frees its pid. Does not wait.
     *
     * @param pid a child of ours
     * @return the status as {@code waitpid} gives it; empty while the child lives
     * @throws PosixException if it is no child of ours, or was reaped
     */
    public static OptionalInt reap(int pid) throws PosixException {
        int[] status = new int[1];
        int reaped = checked("waitpid", Libc.waitpid(pid, status, Libc.WNOHANG));
        return reaped == 0 ? OptionalInt.empty() : OptionalInt.of(status[0]);
    }

    /**
     * Opens a descriptor that becomes readable when a process ends.
     *
     * @param pid a child of ours
     * @return the descriptor; empty on a kernel that has no such thing, or none to spare
     */
    public static OptionalInt openPid(int pid) {
        int descriptor =
                Libc.syscall(new NativeLong(Libc.SYS_PIDFD_OPEN), pid, 0).intValue();
        return descriptor < 0 ? OptionalInt.empty() : OptionalInt.of(descriptor);
    }

    // ---- terminals

    /**
     * Makes a pseudo-terminal.
     *
     * @return our side of it, which no child inherits by chance
     * @throws PosixException if there is none left
     */
    public static int openTerminal() throws PosixException {
        int ours = checked("posix_openpt", Libc.posix_openpt(Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC));
        try {
            checked("grantpt", Libc.grantpt(ours));
            checked("unlockpt", Libc.unlockpt(ours));
        } catch (PosixException e) {
            close(ours);
            throw e;
        }
        return ours;
    }

    /**
     * The other side of a terminal.
     *
     * @param terminal our side
     * @return the path under which a child opens its side
     * @throws PosixException if it is no terminal
     */
    public static String terminalPath(int terminal) throws PosixException {
        byte[] name = new byte[128];
        int errno = Libc.ptsname_r(terminal, name, new NativeLong(name.length));
        if (errno != 0) {
            throw new PosixException("ptsname_r", errno);
        }
        int length = 0;
        while (name[length] != 0) {
            length++;
        }
        return new String(name, 0, length, StandardCharsets.US_ASCII);
    }

    /**
     * Tells a terminal its size; the programs on it get SIGWINCH.
     *
     * @param terminal our side
     * @param rows lines
     * @param columns characters in a line
     * @throws PosixException if it is no terminal
     */
    public static void resizeTerminal(int terminal, int rows, int columns) throws PosixException {
        try (Memory size = new Memory(8)) {
            size.clear();
            size.setShort(0, (short) rows);
            size.setShort(2, (short) columns);
            checked("ioctl", Libc.ioctl(terminal, new NativeLong(Libc.TIOCSWINSZ), size));
        }
    }
}
