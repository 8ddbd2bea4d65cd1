/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the rows of the behavioural specification that a test pins, such as {@code "DEF-012"}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Spec {
    /**
     * The rows.
     *
     * @return their names
     */
    String[] value();
}
