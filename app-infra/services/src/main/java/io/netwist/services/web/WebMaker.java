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
import io.netwist.protocols.web.files.StaticFile;
import io.netwist.protocols.web.files.StaticFileOptions;
import io.netwist.protocols.web.guard.BasicCredentialFactory;
import io.netwist.protocols.web.guard.HTTPAuthSessionWrapper;
import io.netwist.services.AuthOptions;
import io.netwist.services.ListenAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes web servers of static files. */
public final class WebMaker implements ServiceMaker<WebMaker.Options> {

    private static final String DEFAULT_PLACE = "tcp:8080";

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

        /** As picocli needs it. */
        public Options() {}
    }

    @Override
    public String tapname() {
        return "web";
    }

    @Override
    public String description() {
        return "Serves files over HTTP.";
    }

    @Override
    public Options newOptions() {
        return new Options();
    }

    @Override
    public Service makeService(Options options) throws IOException {
        Path path = options.path;
        if (path == null) {
            throw new UsageException("nothing to serve (expected: --path PATH)");
        }
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        StaticFile root = new StaticFile(path, StaticFileOptions.defaults().withListing(!options.noListing));
        return options.listenAt.serve(
                new Site(guarded(root, options.auth), SiteOptions.defaults()), Optional.of(DEFAULT_PLACE));
    }

    private static Resource guarded(Resource root, AuthOptions auth) {
        if (!auth.isGiven()) {
            return root;
        }
        Realm realm = Realm.of(Resource.class, (id, mind) -> new Login<>(root, () -> {}));
        return new HTTPAuthSessionWrapper(auth.portal(realm), new BasicCredentialFactory("netwist"));
    }
}
