/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.deferred.CopiedException;
import io.netwist.protocols.cred.LoginDenied;
import io.netwist.protocols.cred.LoginFailed;
import io.netwist.protocols.cred.UnauthorizedLogin;
import io.netwist.protocols.cred.UnhandledCredentials;
import io.netwist.protocols.remote.jelly.InsecureJellyException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * What exceptions are called in Python, so that callers there catch them: an exception is of the names of its class and of
 * all classes above it.
 *
 * <p>Nothing here changes: {@link #with} makes a copy.
 */
public final class ErrorNames {
    private static final List<String> LAST = List.of("builtins.Exception", "builtins.BaseException", "builtins.object");
    private static final ErrorNames DEFAULTS = new ErrorNames(Map.of())
            .with(PBError.class, "twisted.spread.pb.Error")
            .with(NoSuchRemoteMethodException.class, "twisted.spread.flavors.NoSuchMethod", "builtins.AttributeError")
            .with(WrongArgumentsException.class, "builtins.TypeError")
            .with(InsecureJellyException.class, "twisted.spread.jelly.InsecureJelly")
            .with(PBConnectionLost.class, "twisted.spread.pb.PBConnectionLost")
            .with(NotCachedException.class, "twisted.spread.pb.ProtocolError")
            .with(UnknownCacheException.class, "builtins.KeyError", "builtins.LookupError")
            .with(DeadReferenceException.class, "twisted.spread.pb.DeadReferenceError")
            .with(LoginFailed.class, "twisted.cred.error.LoginFailed", "twisted.cred.error.Unauthorized")
            .with(UnauthorizedLogin.class, "twisted.cred.error.UnauthorizedLogin")
            .with(UnhandledCredentials.class, "twisted.cred.error.UnhandledCredentials")
            .with(LoginDenied.class, "twisted.cred.error.LoginDenied")
            .with(IllegalArgumentException.class, "builtins.ValueError")
            .with(NoSuchElementException.class, "builtins.KeyError", "builtins.LookupError")
            .with(IndexOutOfBoundsException.class, "builtins.IndexError", "builtins.LookupError")
            .with(ArithmeticException.class, "builtins.ArithmeticError")
            .with(ClassCastException.class, "builtins.TypeError")
            .with(UnsupportedOperationException.class, "builtins.NotImplementedError", "builtins.RuntimeError");

    private final Map<Class<?>, List<String>> names;

    private ErrorNames(Map<Class<?>, List<String>> names) {
        this.names = names;
    }

    /**
     * Those of what this library and the JDK throw most.
     *
     * @return the names
     */
    public static ErrorNames defaults() {
        return DEFAULTS;
    }

    /**
     * Names for another class.
     *
     * @param type the class
     * @param pythonNames with their modules, the class itself first, then those above it
     * @return a copy
     */
    public ErrorNames with(Class<? extends Throwable> type, String... pythonNames) {
        Map<Class<?>, List<String>> more = new HashMap<>(names);
        more.put(type, List.of(pythonNames));
        return new ErrorNames(more);
    }

    /** All names of an exception, that of its class first. */
    List<String> of(Throwable error) {
        if (error instanceof CopiedException copied) {
            return copied.ancestors();
        }
        Set<String> all = new LinkedHashSet<>();
        for (Class<?> type = error.getClass(); type != Throwable.class; type = type.getSuperclass()) {
            all.addAll(names.getOrDefault(type, List.of()));
            all.add(type.getName());
        }
        all.addAll(LAST);
        return new ArrayList<>(all);
    }
}
