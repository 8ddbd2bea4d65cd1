/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

/** The credentials of somebody who shows none. Source: {@code twisted.cred.credentials.IAnonymous}. */
public final class Anonymous implements Credentials {

    static final Anonymous INSTANCE = new Anonymous();

    private Anonymous() {}

    @Override
    public String toString() {
        return "(anonymous)";
    }
}
