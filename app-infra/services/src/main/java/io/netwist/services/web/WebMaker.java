/* SPDX-License-Identifier: MIT */
package io.netwist.services.web;

import io.netwist.application.Service;
import io.netwist.application.ServiceMaker;
import io.netwist.application.UsageException;
import io.netwist.protocols.cred.Anonymous;
import io.netwist.protocols.cred.Login;
import io.netwist.protocols.cred.Realm;
import io.netwist.protocols.cred.UsernamePassword;
import io.netwist.protocols.web.Resource;
import io.netwist.protocols.web.Site;
import io.netwist.protocols.web.SiteOptions;
import io.netwist.protocols.web.client.Agent;
import io.netwist.protocols.web.files.StaticFile;
import io.netwist.protocols.web.files.StaticFileOptions;
import io.netwist.protocols.web.guard.BasicCredentialFactory;
import io.netwist.protocols.web.guard.HTTPAuthSessionWrapper;
import io.netwist.protocols.web.proxy.ForwardProxy;
import io.netwist.services.AuthOptions;
import io.netwist.services.ListenAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes web servers of static files, and proxies. */
public final class WebMaker implements ServiceMaker<WebMaker.Options> {

    private static final String DEFAULT_PLACE = "tcp:8080";

    /** Whoever may use a proxy speaks with our address. */
    private static final String DEFAULT_PROXY_PLACE = "tcp:8080:interface=127.0.0.1";

    /** As {@link java.util.ServiceLoader} needs it. */
    public WebMaker() {}

    /** Where to listen and what to serve. */
    public static final class Options {
        @Mixin
        private ListenAt listenAt = new ListenAt();

        @Option(names = "--path", paramLabel = "PATH", description = "The directory, or the one file, to serve.")
        private @Nullable Path path;

        @Mixin
        private AuthOptions auth = AuthOptions.accepting(UsernamePassword.class, Anonymous.class);

        @Option(names = "--no-listing", description = "Do not list directories that have no index file.")
        private boolean noListing;

        @Option(
                names = "--proxy",
                description = "Be a proxy for clients that know it is one, in place of serving files. Listens at "
                        + DEFAULT_PROXY_PLACE + " unless told otherwise.")
        private boolean proxy;

        @Option(
                names = "--proxy-to",
                paramLabel = "PATTERN",
                description = "Where the proxy leads, as HOST:PORT with * for anything, for example *.example.org:443. "
                        + "May be given more than once; anywhere if not at all.")
        private List<String> proxyTo = new ArrayList<>();

        /** As picocli needs it. */
        public Options() {}
    }

    @Override
    public String tapname() {
        return "web";
    }

    @Override
    public String description() {
        return "Serves files over HTTP, or is a proxy.";
    }

    @Override
    public Options newOptions() {
        return new Options();
    }

    @Override
    public Service makeService(Options options) throws IOException {
        Path path = options.path;
        if (options.proxy) {
            return proxy(options);
        }
        if (!options.proxyTo.isEmpty()) {
            throw new UsageException("--proxy-to: there is no proxy (expected: --proxy with it)");
        }
        if (path == null) {
            throw new UsageException("nothing to serve (expected: --path PATH, or --proxy)");
        }
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        StaticFile root = new StaticFile(path, StaticFileOptions.defaults().withListing(!options.noListing));
        return options.listenAt.serve(
                new Site(guarded(root, options.auth), SiteOptions.defaults()), Optional.of(DEFAULT_PLACE));
    }

    private static Service proxy(Options options) {
        if (options.path != null || options.noListing || options.auth.isGiven()) {
            throw new UsageException("--proxy: a proxy has no files and no passwords"
                    + " (expected: neither --path, --no-listing nor --auth)");
        }
        List<Pattern> patterns = options.proxyTo.stream().map(WebMaker::pattern).toList();
        Predicate<String> allowed = place -> patterns.isEmpty()
                || patterns.stream().anyMatch(each -> each.matcher(place).matches());
        return options.listenAt.serveEach(
                reactor -> new Site(
                        new ForwardProxy(new Agent(reactor), allowed),
                        SiteOptions.defaults().withTunnels(true)),
                Optional.of(DEFAULT_PROXY_PLACE));
    }

    private static Pattern pattern(String text) {
        if (text.indexOf(':') < 0) {
            throw new UsageException("--proxy-to: " + text + " (expected: HOST:PORT, either with * in it)");
        }
        String quoted = Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(quoted, Pattern.CASE_INSENSITIVE);
    }

    private static Resource guarded(Resource root, AuthOptions auth) {
        if (!auth.isGiven()) {
            return root;
        }
        Realm realm = Realm.of(Resource.class, (id, mind) -> new Login<>(root, () -> {}));
        return new HTTPAuthSessionWrapper(auth.portal(realm), new BasicCredentialFactory("netwist"));
    }
}
