/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;

/** The calls of the C library that the JDK lacks. Loaded when the first option needs one. */
interface Posix extends Library {

    /** The C library's own functions and not bare system calls: they change all threads of the process. */
    Posix C = Native.load("c", Posix.class);

    int getuid();

    int geteuid();

    int getgid();

    int setuid(int uid);

    int setgid(int gid);

    int initgroups(String user, int group);

    int setgroups(NativeLong size, int[] groups);

    int umask(int mask);

    int lchown(String path, int owner, int group);

    int chroot(String path);

    int chdir(String path);

    int socket(int domain, int type, int protocol);

    int sendto(int fd, byte[] data, NativeLong length, int flags, byte[] address, int addressLength);

    int close(int fd);

    int open(String path, int flags, Object... mode);

    int dup2(int fd, int as);

    int fcntl(int fd, int command, Object... argument);

    int setsid();

    int execv(String path, String[] arguments);

    /**
     * Checks the result of a call.
     *
     * @param call for the message
     * @param result what it returned
     * @throws StartException if that is not 0
     */
    static void require(String call, int result) {
        if (result != 0) {
            throw new StartException(call + " failed with errno " + Native.getLastError());
        }
    }
}
