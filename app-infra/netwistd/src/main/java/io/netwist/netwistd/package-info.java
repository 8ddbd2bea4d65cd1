/* SPDX-License-Identifier: MIT */
/**
 * The launcher: from a command line to a running program and back to an exit status.
 *
 * <ul>
 *   <li>{@link io.netwist.netwistd.Netwistd}: {@code main}; reads the command line
 *   <li>{@code ApplicationSource}: where the application comes from; {@code MadeByPlugin}, a command line, and {@code Tac},
 *       one Java source file
 *   <li>{@code Plugins}: the services that can be named
 *   <li>{@code Relaunch}: the same command as a daemon, or in another directory
 *   <li>{@code Launch}: the reactor, the pid file and the recording around a run
 *   <li>{@code Run}: starts an application on a reactor, waits for signals, drains and stops
 *   <li>{@code Logs}, {@code LogFile}: where the log goes, set in code
 *   <li>{@code Privileges}, {@code PidFile}, {@code Systemd}, {@code Posix}: the process and the system around it
 * </ul>
 *
 * <p>Threading: the reactor's thread is the main one; signals are handed over to it. Source: {@code
 * twisted.application.app} and {@code twisted.scripts.twistd}.
 */
@NullMarked
package io.netwist.netwistd;

import org.jspecify.annotations.NullMarked;
