/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import io.netwist.application.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up what the process was started with: its root directory, its groups, its user. All or nothing, and for good.
 *
 * <p>Names are looked up before anything is started, so that an unknown one is an error of the command line. Source:
 * {@code twisted.application.app} and {@code twisted.python.util.switchUID}.
 */
final class Privileges {

    private static final Logger LOG = LoggerFactory.getLogger(Netwistd.class);

    private final @Nullable Account user;
    private final int group;
    private final Optional<Path> root;
    private final String directory;

    private record Account(String name, int uid, int gid) {}

    private Privileges(@Nullable Account user, int group, Optional<Path> root, String directory) {
        this.user = user;
        this.group = group;
        this.root = root;
        this.directory = directory;
    }

    /**
     * Looks the names up.
     *
     * @param uid the user to become
     * @param gid the group to become
     * @param chroot the directory to make the root
     * @param rundir the working directory inside that root
     * @return what to do, checked as far as it can be
     */
    static Privileges of(Optional<String> uid, Optional<String> gid, Optional<String> chroot, Optional<String> rundir) {
        Account user = uid.map(Privileges::user).orElse(null);
        int group = gid.map(Privileges::group).orElse(user == null ? -1 : user.gid());
        Optional<Path> root = chroot.map(Relaunch::resolve);
        root.filter(each -> !Files.isDirectory(each)).ifPresent(each -> {
            throw new StartException("--chroot: " + each + ": no such directory");
        });
        String directory = root.isPresent() ? rundir.orElse("/") : "/";
        root.map(each -> each.resolve(directory.replaceAll("^/+", "")))
                .filter(each -> !Files.isDirectory(each))
                .ifPresent(each -> {
                    throw new StartException("--rundir: " + each + ": no such directory");
                });
        Privileges wanted = new Privileges(user, group, root, directory);
        if (wanted.changesAnything() && Posix.C.geteuid() != 0) {
            throw new StartException("--uid, --gid and --chroot need a process that starts as root (this one is uid "
                    + Posix.C.geteuid() + ")");
        }
        return wanted;
    }

    static void setUmask(String octal) {
        try {
            int mask = Integer.parseInt(octal, 8);
            if (mask >= 0 && mask <= 0777) {
                Posix.C.umask(mask);
                return;
            }
        } catch (NumberFormatException e) {
            // Said below, with the value.
        }
        throw new UsageException("--umask: " + octal + " (expected: an octal number, 0 to 777)");
    }

    private boolean changesAnything() {
        return user != null || group >= 0 || root.isPresent();
    }

    /**
     * Changes the process.
     *
     * @param files what it has opened already and will want to open or remove later: they get the new owner
     */
    void drop(List<Path> files) {
        if (!changesAnything()) {
            return;
        }
        for (Path each : files) {
            if (Posix.C.lchown(each.toString(), user == null ? -1 : user.uid(), group) != 0) {
                LOG.warn("{} keeps its owner: errno {}", each, Native.getLastError());
            }
        }
        root.ifPresent(this::changeRoot);
        if (group >= 0) {
            if (user != null) {
                require("initgroups", Posix.C.initgroups(user.name(), group));
            } else {
                require("setgroups", Posix.C.setgroups(new NativeLong(1), new int[] {group}));
            }
            require("setgid", Posix.C.setgid(group));
        }
        if (user != null) {
            require("setuid", Posix.C.setuid(user.uid()));
            if (user.uid() != 0 && (Posix.C.setuid(0) == 0 || Posix.C.geteuid() == 0)) {
                throw new StartException("--uid: " + user.name() + ": the process can still become root");
            }
        }
        LOG.info(
                "uid {}, gid {}{}",
                Posix.C.getuid(),
                Posix.C.getgid(),
                root.map(each -> ", root " + each).orElse(""));
    }

    private void changeRoot(Path jail) {
        // Every jar must be open before it is out of reach; asking for what is in none of them opens them all.
        Privileges.class.getClassLoader().getResource("no/such/resource");
        require("chroot", Posix.C.chroot(jail.toString()));
        require("chdir", Posix.C.chdir("/"));
        require("chdir", Posix.C.chdir(directory));
    }

    private static void require(String call, int result) {
        if (result != 0) {
            throw new StartException(call + " failed with errno " + Native.getLastError() + " (are you root?)");
        }
    }

    // ---- names

    private static Account user(String name) {
        String[] entry = entry("passwd", name)
                .orElseThrow(() -> new StartException("--uid: " + name + ": no such user"))
                .split(":", -1);
        return new Account(entry[0], Integer.parseInt(entry[2]), Integer.parseInt(entry[3]));
    }

    private static int group(String name) {
        Optional<String> entry = entry("group", name);
        if (entry.isPresent()) {
            return Integer.parseInt(entry.get().split(":", -1)[2]);
        }
        if (name.matches("\\d{1,9}")) {
            return Integer.parseInt(name);
        }
        throw new StartException("--gid: " + name + ": no such group");
    }

    /** The files first, which every system has; getent knows the other sources. */
    private static Optional<String> entry(String database, String name) {
        try {
            for (String line : Files.readAllLines(Path.of("/etc", database), StandardCharsets.UTF_8)) {
                String[] parts = line.split(":", -1);
                if (parts.length > 3 && (parts[0].equals(name) || parts[2].equals(name))) {
                    return Optional.of(line);
                }
            }
        } catch (IOException e) {
            LOG.debug("/etc/{} cannot be read", database, e);
        }
        try {
            Process getent = new ProcessBuilder(List.of("getent", database, name)).start();
            String line = new String(getent.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return getent.waitFor() == 0 && !line.isEmpty() ? Optional.of(line) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
