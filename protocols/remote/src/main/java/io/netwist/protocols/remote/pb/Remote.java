/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that the peer may call: in Python one whose name begins with {@code remote_}. No other method can be called. In
 * an interface for {@link RemoteReference#as} it says how the peer calls the method, if not as Java does.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Remote {
    /**
     * The name on the wire.
     *
     * @return empty for the method's own name
     */
    String value() default "";
}
