/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.checkers;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ptr.PointerByReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Linux-PAM, as far as a login needs it. Source: pam(3), pam_conv(3). */
final class Pam {

    private static final Logger LOG = LoggerFactory.getLogger(PamChecker.class);

    private static final int SUCCESS = 0;
    private static final int CONV_ERR = 19;
    private static final int PROMPT_ECHO_OFF = 1;
    private static final int DISALLOW_NULL_AUTHTOK = 1;

    /** Two pointers or, in messages and answers, an int and a pointer: one of each is this large. */
    private static final int PAIR = 2 * Native.POINTER_SIZE;

    private Pam() {}

    /** The library. */
    interface LibPam extends Library {
        int pam_start(String service, String user, Conversation conversation, PointerByReference handle);

        int pam_start_confdir(
                String service, String user, Conversation conversation, String directory, PointerByReference handle);

        int pam_authenticate(Pointer handle, int flags);

        int pam_acct_mgmt(Pointer handle, int flags);

        int pam_end(Pointer handle, int status);

        String pam_strerror(Pointer handle, int status);
    }

    /** The C library, whose memory PAM frees. */
    interface LibC extends Library {
        @Nullable
        Pointer calloc(long count, long size);

        void free(Pointer memory);
    }

    /** {@code struct pam_conv}. */
    @Structure.FieldOrder({"conv", "appdata"})
    public static final class Conversation extends Structure {
        /** Answers what modules ask. */
        public @Nullable Converse conv;

        /** Handed through; nothing. */
        public @Nullable Pointer appdata;
    }

    /** Answers what modules ask. */
    interface Converse extends Callback {
        int invoke(int count, Pointer messages, Pointer answers, @Nullable Pointer appdata);
    }

    private static final class Loaded {
        static final LibPam PAM = Native.load("libpam.so.0", LibPam.class);
        static final LibC C = Native.load("c", LibC.class);
    }

    static boolean authenticate(String service, Optional<String> directory, String user, byte[] password) {
        LibPam pam = Loaded.PAM;
        Conversation conversation = new Conversation();
        conversation.conv = (count, messages, answers, appdata) -> answer(count, messages, answers, password);
        PointerByReference handle = new PointerByReference();
        int status = directory.isPresent()
                ? pam.pam_start_confdir(service, user, conversation, directory.get(), handle)
                : pam.pam_start(service, user, conversation, handle);
        if (status != SUCCESS) {
            throw new IllegalStateException("PAM service " + service + ": pam_start failed with " + status);
        }
        Pointer pamh = handle.getValue();
        try {
            status = pam.pam_authenticate(pamh, DISALLOW_NULL_AUTHTOK);
            if (status == SUCCESS) {
                status = pam.pam_acct_mgmt(pamh, DISALLOW_NULL_AUTHTOK);
            }
            if (status != SUCCESS) {
                LOG.debug("PAM service {} refuses a login: {}", service, pam.pam_strerror(pamh, status));
            }
            return status == SUCCESS;
        } finally {
            pam.pam_end(pamh, status);
        }
    }

    /** Every prompt that hides what is typed gets the password; anything else, the user's name is known, gets nothing. */
    private static int answer(int count, Pointer messages, Pointer answers, byte[] password) {
        LibC c = Loaded.C;
        Pointer all = c.calloc(count, PAIR);
        if (all == null) {
            return CONV_ERR;
        }
        for (int i = 0; i < count; i++) {
            Pointer message = messages.getPointer((long) i * Native.POINTER_SIZE);
            if (message.getInt(0) == PROMPT_ECHO_OFF) {
                Pointer copy = c.calloc(password.length + 1L, 1);
                if (copy != null) {
                    copy.write(0, password, 0, password.length);
                    all.setPointer((long) i * PAIR, copy);
                }
            }
        }
        answers.setPointer(0, all);
        return SUCCESS;
    }
}
