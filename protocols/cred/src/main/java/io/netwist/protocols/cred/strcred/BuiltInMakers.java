/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.strcred;

import io.netwist.protocols.cred.Anonymous;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.CredentialsChecker;
import io.netwist.protocols.cred.UsernameHashedPassword;
import io.netwist.protocols.cred.UsernamePassword;
import io.netwist.protocols.cred.checkers.AnonymousChecker;
import io.netwist.protocols.cred.checkers.AuthorizedKeysChecker;
import io.netwist.protocols.cred.checkers.InMemoryChecker;
import io.netwist.protocols.cred.checkers.LdapChecker;
import io.netwist.protocols.cred.checkers.PamChecker;
import io.netwist.protocols.cred.checkers.PasswordFile;
import io.netwist.protocols.cred.checkers.PasswordFileOptions;
import io.netwist.protocols.cred.checkers.PasswordHashes;
import io.netwist.protocols.cred.checkers.UnixChecker;
import io.netwist.protocols.cred.ssh.SshPrivateKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The types that come with this module; each is a class, since that is what a ServiceLoader finds. */
final class BuiltInMakers {

    private static final Logger LOG = LoggerFactory.getLogger(Checkers.class);
    private static final Set<Class<? extends Credentials>> CLEAR = Set.of(UsernamePassword.class);
    private static final Set<Class<? extends Credentials>> ANY_PASSWORD =
            Set.of(UsernamePassword.class, UsernameHashedPassword.class);

    private BuiltInMakers() {}

    private abstract static class Base implements CheckerMaker {
        private final String type;
        private final String format;
        private final String help;
        private final Set<Class<? extends Credentials>> types;
        private final Function<String, CredentialsChecker> make;

        Base(
                String type,
                String format,
                String help,
                Set<Class<? extends Credentials>> types,
                Function<String, CredentialsChecker> make) {
            this.type = type;
            this.format = format;
            this.help = help;
            this.types = types;
            this.make = make;
        }

        @Override
        public final String authType() {
            return type;
        }

        @Override
        public final String argumentFormat() {
            return format;
        }

        @Override
        public final String help() {
            return help;
        }

        @Override
        public final Set<Class<? extends Credentials>> credentialTypes() {
            return types;
        }

        @Override
        public final CredentialsChecker makeChecker(String argument) {
            if (format.isEmpty() && !argument.isEmpty()) {
                throw new IllegalArgumentException(type + ":… (expected: " + type + " without an argument)");
            }
            return make.apply(argument);
        }
    }

    private static Path file(String type, String argument) {
        if (argument.isEmpty()) {
            throw new IllegalArgumentException(type + ": no file (expected: " + type + ":PATH)");
        }
        Path file = Path.of(argument);
        if (!Files.exists(file)) {
            LOG.warn("{} does not exist, so nobody is let in", file);
        }
        return file;
    }

    /** Anybody. */
    public static final class AnonymousMaker extends Base {
        /** As ServiceLoader needs it. */
        public AnonymousMaker() {
            super(
                    "anonymous",
                    "",
                    "Lets in whoever shows no credentials.",
                    Set.of(Anonymous.class),
                    argument -> new AnonymousChecker());
        }
    }

    /** For tests. */
    public static final class MemoryMaker extends Base {
        /** As ServiceLoader needs it. */
        public MemoryMaker() {
            super(
                    "memory",
                    "USER:PASSWORD[:USER:PASSWORD...]",
                    "Users and passwords of the command line, where anybody on this machine can read them. For tests.",
                    ANY_PASSWORD,
                    MemoryMaker::checker);
        }

        private static CredentialsChecker checker(String argument) {
            String[] words = argument.split(":", -1);
            if (words.length % 2 != 0) {
                // Not with the words: they are passwords.
                throw new IllegalArgumentException("memory: " + words.length + (words.length == 1 ? " word" : " words")
                        + " (expected: USER:PASSWORD, any number of times)");
            }
            InMemoryChecker checker = new InMemoryChecker();
            for (int i = 0; i < words.length; i += 2) {
                checker.with(words[i], words[i + 1]);
            }
            return checker;
        }
    }

    /** Hashes. */
    public static final class FileMaker extends Base {
        /** As ServiceLoader needs it. */
        public FileMaker() {
            super(
                    "file",
                    "PATH",
                    "A file with USER:HASH lines, as htpasswd -B makes them. Hashes may be bcrypt,"
                            + " Argon2, SHA-crypt or yescrypt. The file is looked at again at each login.",
                    CLEAR,
                    argument -> PasswordFile.hashed(file("file", argument)));
        }
    }

    /** Hashes that others have made long ago. */
    public static final class WeakFileMaker extends Base {
        /** As ServiceLoader needs it. */
        public WeakFileMaker() {
            super(
                    "file-weak",
                    "PATH",
                    "As file, with hashes by MD5, SHA-1 and DES too, which old htpasswd files have. Who gets the file"
                            + " gets the passwords.",
                    CLEAR,
                    argument -> PasswordFile.hashed(
                            file("file-weak", argument), PasswordHashes.withWeak(), PasswordFileOptions.defaults()));
        }
    }

    /** No hashes. */
    public static final class PlainFileMaker extends Base {
        /** As ServiceLoader needs it. */
        public PlainFileMaker() {
            super(
                    "file-plain",
                    "PATH",
                    "A file with USER:PASSWORD lines, in clear: what logins by challenge and response need.",
                    ANY_PASSWORD,
                    argument -> PasswordFile.plain(file("file-plain", argument), PasswordFileOptions.defaults()));
        }
    }

    /** The system's accounts, directly. */
    public static final class UnixMaker extends Base {
        /** As ServiceLoader needs it. */
        public UnixMaker() {
            super(
                    "unix",
                    "",
                    "The accounts of this machine, from /etc/passwd and /etc/shadow. Needs root for the latter.",
                    CLEAR,
                    argument -> new UnixChecker());
        }
    }

    /** The system's accounts, by PAM. */
    public static final class PamMaker extends Base {
        /** As ServiceLoader needs it. */
        public PamMaker() {
            super(
                    "pam",
                    "SERVICE",
                    "The accounts of this machine as PAM knows them; SERVICE is a file in /etc/pam.d.",
                    CLEAR,
                    PamChecker::new);
        }
    }

    /** SSH keys. */
    public static final class SshKeyMaker extends Base {
        /** As ServiceLoader needs it. */
        public SshKeyMaker() {
            super(
                    "sshkey",
                    "[DIR]",
                    "SSH keys: those of ~/.ssh/authorized_keys, or those of the file in DIR that has the user's name.",
                    Set.of(SshPrivateKey.class),
                    argument -> argument.isEmpty()
                            ? AuthorizedKeysChecker.ofAccounts()
                            : AuthorizedKeysChecker.ofDirectory(file("sshkey", argument)));
        }
    }

    /** A directory. */
    public static final class LdapMaker extends Base {
        /** As ServiceLoader needs it. */
        public LdapMaker() {
            super(
                    "ldap",
                    "URL",
                    "A directory: a password is right when one can bind with it. URL has the name of the entry, with %s"
                            + " for the user: ldap:ldaps://HOST/uid=%s,ou=people,dc=example,dc=org",
                    CLEAR,
                    LdapChecker::new);
        }
    }
}
