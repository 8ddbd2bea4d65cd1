/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import io.netwist.application.UsageException;
import io.netwist.bridge.error.CannotListenException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import picocli.CommandLine;

/** Puts an exception into one line for somebody who does not read Java. */
final class Explanation {

    private Explanation() {}

    static String of(Throwable error) {
        return sentence(error).strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    private static String sentence(Throwable error) {
        String message = error.getMessage();
        if (message == null || message.isBlank()) {
            return error.getClass().getName();
        }
        // The file exceptions of the JDK have the path as their message and the problem as their type.
        if (error instanceof NoSuchFileException) {
            return message + ": no such file or directory";
        }
        if (error instanceof AccessDeniedException) {
            return message + ": permission denied";
        }
        if (error instanceof NotDirectoryException) {
            return message + ": not a directory";
        }
        if (error instanceof FileAlreadyExistsException) {
            return message + ": exists already";
        }
        if (error instanceof CommandLine.PicocliException
                || error instanceof StartException
                || error instanceof UsageException
                || error instanceof CannotListenException
                || error instanceof IllegalArgumentException
                || error instanceof FileNotFoundException) {
            return message;
        }
        if (error instanceof IOException || error instanceof IllegalStateException) {
            return message;
        }
        return error.getClass().getName() + ": " + message;
    }
}
