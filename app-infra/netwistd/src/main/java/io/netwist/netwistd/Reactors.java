/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import io.netwist.application.UsageException;
import io.netwist.bridge.netty.NettyTransport;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The reactors by the names of the command line. Source: {@code twisted.application.reactors}. */
final class Reactors {

    private Reactors() {}

    static NettyTransport named(String name) {
        String wanted = name.equalsIgnoreCase("default") ? "auto" : name;
        List<String> known = new ArrayList<>();
        for (NettyTransport each : NettyTransport.values()) {
            if (name(each).equalsIgnoreCase(wanted)) {
                return each;
            }
            known.add(name(each));
        }
        throw new UsageException("--reactor: " + name + " (expected: one of " + String.join(", ", known)
                + "; netwistd --help-reactors tells which work here)");
    }

    static void list(PrintStream out) {
        List<String> unusable = new ArrayList<>();
        for (NettyTransport each : NettyTransport.values()) {
            Throwable cause = each.unavailabilityCause();
            if (cause == null) {
                out.println(name(each) + (each == NettyTransport.AUTO ? "\twhich is " + name(each.resolve()) : ""));
            } else {
                unusable.add("!" + name(each) + "\t" + Explanation.of(cause));
            }
        }
        if (!unusable.isEmpty()) {
            out.println("These do not work here:");
            unusable.forEach(out::println);
        }
    }

    private static String name(NettyTransport transport) {
        return transport.name().toLowerCase(Locale.ROOT);
    }
}
