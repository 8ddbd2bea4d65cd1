/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

/** No checker can judge credentials of this kind. Source: {@code twisted.cred.error.UnhandledCredentials}. */
public final class UnhandledCredentials extends LoginFailed {

    private static final long serialVersionUID = 1L;

    UnhandledCredentials(String message) {
        super(message);
    }
}
