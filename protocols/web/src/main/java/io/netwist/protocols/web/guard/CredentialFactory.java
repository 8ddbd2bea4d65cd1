/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.guard;

import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.web.Request;
import java.util.Map;

/** One scheme of HTTP authentication. Source: {@code twisted.web.iweb.ICredentialFactory}. */
public interface CredentialFactory {

    /**
     * The name of the scheme.
     *
     * @return compared without case: {@code Basic}
     */
    String scheme();

    /**
     * What a client without credentials is told.
     *
     * @param request the one that had none
     * @return the fields of {@code WWW-Authenticate}, not quoted
     */
    Map<String, String> challenge(Request request);

    /**
     * Reads what a client sent.
     *
     * @param response what stands after the scheme in {@code Authorization}
     * @param request that has it
     * @return credentials for the portal
     * @throws io.netwist.protocols.cred.LoginFailed if it makes no sense; the client is told to try again
     */
    Credentials decode(String response, Request request);
}
