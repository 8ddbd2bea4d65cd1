/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.strcred;

import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.CredentialsChecker;
import java.util.Set;

/**
 * One type of checker that can be named in text. A plugin: name the class in {@code
 * META-INF/services/io.netwist.protocols.cred.strcred.CheckerMaker}. Source: {@code
 * twisted.cred.strcred.ICheckerFactory}.
 */
public interface CheckerMaker {

    /**
     * The name of the type.
     *
     * @return what stands before the first colon
     */
    String authType();

    /**
     * What the argument is.
     *
     * @return a word or two; empty if there is none
     */
    String argumentFormat();

    /**
     * What it does, for somebody who has to choose.
     *
     * @return some sentences
     */
    String help();

    /**
     * What its checkers can judge.
     *
     * @return the types
     */
    Set<Class<? extends Credentials>> credentialTypes();

    /**
     * Makes a checker.
     *
     * @param argument what stands after the first colon; empty if there is none
     * @return the checker
     * @throws IllegalArgumentException naming the argument and what was expected
     */
    CredentialsChecker makeChecker(String argument);
}
