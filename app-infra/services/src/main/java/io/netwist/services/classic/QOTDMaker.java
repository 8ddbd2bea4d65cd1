/* SPDX-License-Identifier: MIT */
package io.netwist.services.classic;

import io.netwist.application.Service;
import io.netwist.application.ServiceMaker;
import io.netwist.bridge.Factory;
import io.netwist.protocols.classic.QOTD;
import io.netwist.services.ListenAt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes servers of quotes. Source: RFC 865. */
public final class QOTDMaker implements ServiceMaker<QOTDMaker.Options> {

    /** As {@link java.util.ServiceLoader} needs it. */
    public QOTDMaker() {}

    /** Where to listen and what to say. */
    public static final class Options {
        @Mixin
        private ListenAt listenAt = new ListenAt();

        @Option(
                names = "--quote",
                paramLabel = "TEXT",
                description = "What to say. May be given more than once: each client gets one by chance."
                        + " [default: something about apples]")
        private List<String> quotes = new ArrayList<>();

        /** As picocli needs it. */
        public Options() {}
    }

    @Override
    public String tapname() {
        return "qotd";
    }

    @Override
    public String description() {
        return "Tells the quote of the day.";
    }

    @Override
    public Options newOptions() {
        return new Options();
    }

    @Override
    public Service makeService(Options options) {
        List<String> quotes = List.copyOf(options.quotes);
        Factory<QOTD> factory = quotes.isEmpty()
                ? Factory.forProtocol(QOTD::new)
                : Factory.forProtocol(() ->
                        new QOTD(() -> quotes.get(ThreadLocalRandom.current().nextInt(quotes.size()))));
        return options.listenAt.serve(factory, Optional.empty());
    }
}
