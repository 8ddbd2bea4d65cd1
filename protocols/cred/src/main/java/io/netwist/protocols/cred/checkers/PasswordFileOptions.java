/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.checkers;

/**
 * How a password file is written. Immutable; each {@code with} method returns a changed copy.
 *
 * @param delimiter what stands between columns
 * @param usernameColumn where the name stands, counted from 0
 * @param passwordColumn where the password or its hash stands, counted from 0
 * @param caseSensitive whether {@code Joe} and {@code joe} are two
 * @param cache whether to read the file again only when it has changed
 */
public record PasswordFileOptions(
        String delimiter, int usernameColumn, int passwordColumn, boolean caseSensitive, boolean cache) {

    private static final PasswordFileOptions DEFAULTS = new PasswordFileOptions(":", 0, 1, true, true);

    /**
     * Checks the columns.
     *
     * @param delimiter not empty
     * @param usernameColumn 0 or more
     * @param passwordColumn 0 or more
     * @param caseSensitive whether {@code Joe} and {@code joe} are two
     * @param cache whether to read the file again only when it has changed
     * @throws IllegalArgumentException naming what is wrong
     */
    public PasswordFileOptions {
        if (delimiter.isEmpty()) {
            throw new IllegalArgumentException("delimiter: (expected: one character or more)");
        }
        if (usernameColumn < 0 || passwordColumn < 0) {
            throw new IllegalArgumentException(
                    "columns: " + usernameColumn + ", " + passwordColumn + " (expected: 0 or more)");
        }
    }

    /**
     * Name, colon, password; further columns are ignored: {@code /etc/passwd}, {@code htpasswd}.
     *
     * @return the defaults
     */
    public static PasswordFileOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The same with another delimiter.
     *
     * @param text between columns
     * @return the changed copy
     */
    public PasswordFileOptions withDelimiter(String text) {
        return new PasswordFileOptions(text, usernameColumn, passwordColumn, caseSensitive, cache);
    }

    /**
     * The same with other columns.
     *
     * @param username counted from 0
     * @param password counted from 0
     * @return the changed copy
     */
    public PasswordFileOptions withColumns(int username, int password) {
        return new PasswordFileOptions(delimiter, username, password, caseSensitive, cache);
    }

    /**
     * The same with names in lower case, those of the file and those of the users.
     *
     * @param sensitive false for that
     * @return the changed copy
     */
    public PasswordFileOptions withCaseSensitive(boolean sensitive) {
        return new PasswordFileOptions(delimiter, usernameColumn, passwordColumn, sensitive, cache);
    }

    /**
     * The same with or without remembering the file.
     *
     * @param remember false to read it at each login
     * @return the changed copy
     */
    public PasswordFileOptions withCache(boolean remember) {
        return new PasswordFileOptions(delimiter, usernameColumn, passwordColumn, caseSensitive, remember);
    }
}
