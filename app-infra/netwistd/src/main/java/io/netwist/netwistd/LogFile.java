/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Layout;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A log file that is rotated when it has grown, and opened anew when somebody else has moved it away.
 *
 * <p>A rotated file gets the time as its ending, so that rotating renames one file however many there are, and only so
 * many are kept. A rotation that fails, in a directory that is not ours for example, goes on with the file that there is.
 * Threading: any; one event at a time. Source: {@code twisted.python.logfile.LogFile}.
 */
final class LogFile extends AppenderBase<ILoggingEvent> {

    private static final DateTimeFormatter ENDING = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");
    private static final String ROTATED = "\\.\\d{8}-\\d{6}-\\d{3}(-\\d+)?";

    private final Path file;
    private final long maxBytes;
    private final int keep;
    private final Layout<ILoggingEvent> layout;

    private FileOutputStream out;
    private long size;

    /**
     * Opens the file, appending to what is there.
     *
     * @param file where
     * @param maxBytes when to rotate; 0 for never
     * @param keep how many rotated files to keep
     * @param layout makes the lines
     * @throws IOException if it cannot be opened
     */
    LogFile(Path file, long maxBytes, int keep, Layout<ILoggingEvent> layout) throws IOException {
        this.file = file;
        this.maxBytes = maxBytes;
        this.keep = keep;
        this.layout = layout;
        this.out = new FileOutputStream(file.toFile(), true);
        this.size = Files.size(file);
    }

    @Override
    protected void append(ILoggingEvent event) {
        byte[] line = layout.doLayout(event).getBytes(StandardCharsets.UTF_8);
        try {
            if (maxBytes > 0 && size > 0 && size + line.length > maxBytes) {
                rotate();
            }
            out.write(line);
            size += line.length;
        } catch (IOException e) {
            addError("cannot write to " + file, e);
        }
    }

    private void rotate() {
        String name = file.getFileName() + "." + ENDING.format(LocalDateTime.now(ZoneId.systemDefault()));
        Path moved = file.resolveSibling(name);
        for (int i = 1; Files.exists(moved); i++) {
            moved = file.resolveSibling(name + "-" + i);
        }
        try {
            Files.move(file, moved);
        } catch (IOException e) {
            addWarn("cannot rename " + file + ", which goes on", e);
            // Not again for each event: the next attempt comes after as much again.
            size = 0;
            return;
        }
        reopen();
        try {
            removeOld();
        } catch (IOException e) {
            addWarn("cannot remove old files of " + file, e);
        }
    }

    private void removeOld() throws IOException {
        List<Path> rotated = new ArrayList<>();
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            return;
        }
        String name = String.valueOf(file.getFileName());
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path each : all) {
                String other = String.valueOf(each.getFileName());
                if (other.startsWith(name) && other.substring(name.length()).matches(ROTATED)) {
                    rotated.add(each);
                }
            }
        }
        Collections.sort(rotated);
        for (int i = 0; i < rotated.size() - keep; i++) {
            Files.deleteIfExists(rotated.get(i));
        }
    }

    /** Opens the file by its name again; if that fails, the one that is open goes on. */
    void reopen() {
        try {
            FileOutputStream next = new FileOutputStream(file.toFile(), true);
            synchronized (this) {
                out.close();
                out = next;
                size = Files.size(file);
            }
        } catch (IOException e) {
            addError("cannot open " + file + " again", e);
        }
    }

    @Override
    public void stop() {
        super.stop();
        try {
            synchronized (this) {
                out.close();
            }
        } catch (IOException e) {
            addError("cannot close " + file, e);
        }
    }
}
