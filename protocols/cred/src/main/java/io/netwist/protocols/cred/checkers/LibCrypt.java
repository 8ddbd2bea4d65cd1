/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.checkers;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** crypt(3) of the system, for the hashes that no Java library knows. Needs JNA. */
final class LibCrypt {

    private static final Logger LOG = LoggerFactory.getLogger(PasswordHashes.class);

    /** {@code sizeof(struct crypt_data)} of libxcrypt; larger than glibc's old one. */
    private static final int DATA_SIZE = 32768;

    /** The functions of the library that can be called from several threads. */
    interface Crypt extends Library {
        @Nullable
        String crypt_r(byte[] phrase, String setting, Memory data);
    }

    /** Looked for at the first hash that needs it. */
    private static final class Loaded {
        static final @Nullable Crypt LIBRARY = load();

        private static @Nullable Crypt load() {
            for (String name : new String[] {"libcrypt.so.1", "libcrypt.so.2", "crypt"}) {
                try {
                    return Native.load(name, Crypt.class);
                } catch (LinkageError e) {
                    LOG.debug("no {}", name, e);
                }
            }
            return null;
        }
    }

    private LibCrypt() {}

    /** Empty if the library is not here or does not know the kind of hash. */
    static Optional<String> crypt(byte[] password, String setting) {
        Crypt library;
        try {
            library = Loaded.LIBRARY;
        } catch (LinkageError e) {
            LOG.debug("no JNA", e);
            return Optional.empty();
        }
        if (library == null) {
            return Optional.empty();
        }
        byte[] phrase = Arrays.copyOf(password, password.length + 1);
        try (Memory data = new Memory(DATA_SIZE)) {
            data.clear();
            String made = library.crypt_r(phrase, setting, data);
            data.clear();
            return Optional.ofNullable(made).filter(hash -> !hash.startsWith("*"));
        } finally {
            Arrays.fill(phrase, (byte) 0);
        }
    }
}
