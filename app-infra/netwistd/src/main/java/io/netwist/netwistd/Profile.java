/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** A flight recording of the whole run. */
final class Profile implements AutoCloseable {

    private final Recording recording;

    private Profile(Recording recording) {
        this.recording = recording;
    }

    static Profile start(Path file) {
        try {
            Recording recording = new Recording(Configuration.getConfiguration("profile"));
            // Checks now that the file can be written, and writes it also when the JVM ends in some other way.
            recording.setDestination(file);
            recording.setDumpOnExit(true);
            recording.start();
            return new Profile(recording);
        } catch (IOException | ParseException e) {
            throw new StartException("--profile: " + Explanation.of(e), e);
        }
    }

    /** Writes the file. */
    @Override
    public void close() {
        recording.stop();
        recording.close();
    }
}
