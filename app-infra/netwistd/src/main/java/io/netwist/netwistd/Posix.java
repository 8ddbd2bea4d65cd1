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

    int chroot(String path);

    int chdir(String path);

    int socket(int domain, int type, int protocol);

    int sendto(int fd, byte[] data, NativeLong length, int flags, byte[] address, int addressLength);

    int close(int fd);
}
