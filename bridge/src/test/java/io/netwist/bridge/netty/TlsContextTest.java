/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netwist.bridge.testing.TestAuthority;
import io.netwist.bridge.tls.PrivateCertificate;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TlsProvider;
import io.netwist.deferred.testing.Spec;
import io.netwist.deferred.testing.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What connections share, and for how long. */
class TlsContextTest {

    private static final TestAuthority AUTHORITY = TestAuthority.create();

    private final TestClock clock = new TestClock();
    private final TlsContexts contexts = new TlsContexts(clock::nanoTime);

    @TempDir
    Path dir;

    @Test
    void looksAtTheFilesWhenTheLastLookIsOld() throws Exception {
        Path file = TestAuthority.write(dir.resolve("a.pem"), AUTHORITY.issue("localhost"));
        TlsContext context = contexts.of(false, TlsOptions.forServer(PrivateCertificate.fromPem(file)), List.of());
        SslContext first = context.forHandshake();
        Path fresh = TestAuthority.write(dir.resolve("b.pem"), AUTHORITY.issue("localhost"));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        clock.advance(Duration.ofMillis(9_999));
        assertThat(context.forHandshake()).isSameAs(first);
        clock.advance(Duration.ofMillis(1));
        SslContext second = context.forHandshake();
        assertThat(second).isNotSameAs(first);
        clock.advance(Duration.ofSeconds(10));
        assertThat(context.forHandshake()).as("nothing has changed").isSameAs(second);
    }

    @Test
    void isSharedByConnectionsToDifferentHosts() {
        TlsOptions options = TlsOptions.defaults().withTrustRoots(AUTHORITY.roots());
        TlsContext one = contexts.of(true, options.withHostname("a.example"), List.of());
        assertThat(contexts.of(true, options.withHostname("b.example"), List.of()))
                .isSameAs(one);
        assertThat(contexts.of(true, options.withHandshakeTimeout(Duration.ofDays(1)), List.of()))
                .isSameAs(one);
        assertThat(contexts.of(true, options, List.of("h2"))).isNotSameAs(one);
    }

    @Test
    @Spec("TLS-027")
    void saysWhatCannotBe() {
        TlsOptions none = TlsOptions.defaults();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> contexts.of(false, none, List.of()))
                .withMessage("certificate: none (expected: one, for a server)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> contexts.of(
                        false, TlsOptions.forServer(PrivateCertificate.fromPem(dir.resolve("x.pem"))), List.of()))
                .withMessageContaining("x.pem");
        if (!OpenSsl.isAvailable()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> contexts.of(true, none.withProvider(TlsProvider.OPENSSL), List.of()))
                    .withMessage("provider: OPENSSL (expected: JDK, or netty-tcnative on the class path)");
        }
    }
}
