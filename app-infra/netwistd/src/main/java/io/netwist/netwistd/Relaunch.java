/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import com.sun.jna.Native;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs this very command once more, where a JVM cannot do to itself what an option asks for: change its directory, or go
 * on in the background.
 *
 * <p>The directory is changed by {@code exec}, which keeps the process id and with it everything that a supervisor knows.
 * A daemon is a child in a session of its own; its parent waits until it serves, and ends with its status if it does not
 * come to that. Source: {@code twisted.scripts._twistd_unix}, {@code daemonize}.
 */
final class Relaunch {

    private static final Logger LOG = LoggerFactory.getLogger(Netwistd.class);

    /** What the new JVM is: {@code daemon} or {@code moved}. */
    private static final String ROLE = "io.netwist.relaunched";

    /** Where the first one was started. */
    private static final String BASE = "io.netwist.directory";

    /** The line by which a daemon tells its parent that it serves. */
    private static final String SERVES = "netwistd: serves";

    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;
    private static final int O_RDWR = 2;

    private Relaunch() {}

    static boolean isDaemon() {
        return "daemon".equals(System.getProperty(ROLE));
    }

    static boolean isMoved() {
        return System.getProperty(ROLE) != null;
    }

    /** A path of the command line: relative to the directory in which the command was given. */
    static Path resolve(String path) {
        return Path.of(System.getProperty(BASE, "")).resolve(path);
    }

    // ---- the first JVM

    /** Goes on in another directory. Does not return. */
    static void moveTo(Path directory) {
        List<String> command = command("moved");
        closeAtExec();
        Posix.require("--rundir: " + directory + ": chdir", Posix.C.chdir(directory.toString()));
        Posix.C.execv(program(command), command.toArray(String[]::new));
        throw new StartException("--rundir: cannot start " + command.get(0) + " again: errno " + Native.getLastError());
    }

    /** The new program must not inherit what this JVM has open, but must what its starter passed on: 0 to 2, sockets. */
    private static void closeAtExec() {
        int first = 3 + passedOn();
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/dev/fd"))) {
            for (Path each : open) {
                int fd = Integer.parseInt(String.valueOf(each.getFileName()));
                if (fd >= first) {
                    Posix.C.fcntl(fd, F_SETFD, FD_CLOEXEC);
                }
            }
        } catch (IOException e) {
            LOG.debug("open files cannot be listed; they are inherited", e);
        }
    }

    private static int passedOn() {
        try {
            String sockets = System.getenv("LISTEN_FDS");
            return sockets == null ? 0 : Integer.parseInt(sockets);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /**
     * Starts the daemon and waits until it serves or has ended.
     *
     * @param directory its working directory
     * @param out gets what it writes to standard output meanwhile
     * @return the status to end with
     */
    static int daemon(Path directory, PrintStream out) throws IOException, InterruptedException {
        List<String> command = command("daemon");
        command.set(0, program(command));
        Process child = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // Whoever interrupts the command before it has returned does not want the daemon either.
        Thread interrupted = new Thread(child::destroy, "daemon not wanted");
        Runtime.getRuntime().addShutdownHook(interrupted);
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(SERVES)) {
                    Runtime.getRuntime().removeShutdownHook(interrupted);
                    return ExitStatus.OK;
                }
                out.println(line);
            }
        }
        int status = child.waitFor();
        Runtime.getRuntime().removeShutdownHook(interrupted);
        // One that was told to stop before it served ends in good order, and has not become a daemon all the same.
        return status == ExitStatus.OK ? ExitStatus.ERROR : status;
    }

    private static String program(List<String> command) {
        return ProcessHandle.current().info().command().orElse(command.get(0));
    }

    /** This JVM's own command line, with the role of the next one in it. */
    private static List<String> command(String role) {
        List<String> words = words();
        int main = words.indexOf(Netwistd.class.getName());
        if (main < 0) {
            throw new StartException(
                    "--daemonize and --rundir start this program again and cannot tell how it was started"
                            + " (expected: java … " + Netwistd.class.getName() + " …, as bin/netwistd does)");
        }
        List<String> command = new ArrayList<>(words.subList(0, main));
        command.add("-D" + ROLE + "=" + role);
        command.add("-D" + BASE + "=" + Path.of("").toAbsolutePath());
        String classPath = System.getProperty("java.class.path", "");
        List<String> entries = Arrays.asList(classPath.split(File.pathSeparator, -1));
        if (entries.stream().anyMatch(each -> !Path.of(each).isAbsolute())) {
            // The last one counts.
            command.add("-cp");
            command.add(String.join(
                    File.pathSeparator,
                    entries.stream()
                            .map(each -> Path.of(each).toAbsolutePath().toString())
                            .toList()));
        }
        command.addAll(words.subList(main, words.size()));
        return command;
    }

    private static List<String> words() {
        Path file = Path.of("/proc/self/cmdline");
        if (Files.isReadable(file)) {
            try {
                // As bytes, one by one: an argument may be no text in the charset of this JVM.
                String line = Files.readString(file, StandardCharsets.ISO_8859_1);
                return Arrays.stream(line.substring(0, line.length() - 1).split("\0", -1))
                        .map(word -> new String(word.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                        .toList();
            } catch (IOException e) {
                LOG.debug("{} cannot be read", file, e);
            }
        }
        List<String> words = new ArrayList<>();
        ProcessHandle.Info info = ProcessHandle.current().info();
        words.add(info.command().orElse("java"));
        info.arguments().map(Arrays::asList).ifPresent(words::addAll);
        return words;
    }

    // ---- the daemon

    /** Leaves the session, and with it the terminal, of whoever started this. */
    static void leaveSession() {
        Posix.C.setsid();
    }

    /** Tells the parent, which then ends, and lets go of what it shares with this. */
    static void serves() {
        int nowhere = Posix.C.open("/dev/null", O_RDWR);
        Posix.C.dup2(nowhere, 0);
        Posix.C.dup2(nowhere, 2);
        try (FileOutputStream parent = new FileOutputStream(FileDescriptor.out)) {
            parent.write((SERVES + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("nobody waits for this daemon", e);
        }
        // Closed it would be the number of the next file that is opened, and what is printed would go there.
        Posix.C.dup2(nowhere, 1);
        Posix.C.close(nowhere);
    }
}
