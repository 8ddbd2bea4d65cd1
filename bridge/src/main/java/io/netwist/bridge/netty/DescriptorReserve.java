/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One open file of no use, kept to be closed when there are no descriptors left. Source: {@code _FileDescriptorReservation}. */
final class DescriptorReserve {

    private static final Logger LOG = LoggerFactory.getLogger(DescriptorReserve.class);
    private static final Path NOTHING = Path.of("/dev/null");

    /** Null while it is given away, before the first port listens, and where there is no such file. */
    private @Nullable FileChannel kept;

    /**
     * Opens the file, unless it is open.
     *
     * @return false if it could not be opened
     */
    boolean take() {
        if (kept == null && Files.exists(NOTHING)) {
            try {
                kept = FileChannel.open(NOTHING);
            } catch (IOException e) {
                LOG.debug("no descriptor is left to be kept in reserve: {}", e.toString());
            }
        }
        return kept != null;
    }

    /**
     * Closes the file, so that its descriptor can be used.
     *
     * @return false if there was none
     */
    boolean giveAway() {
        FileChannel giving = kept;
        if (giving == null) {
            return false;
        }
        kept = null;
        try {
            giving.close();
        } catch (IOException e) {
            LOG.debug("the descriptor in reserve cannot be closed: {}", e.toString());
            return false;
        }
        return true;
    }
}
