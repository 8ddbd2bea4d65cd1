/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a service lets in, chosen on the command line. */
class AuthIT {

    @TempDir
    Path directory;

    private static int status(int port, String user) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/page.txt"))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    @Spec({"CRD-19", "CRD-22"})
    void webAsksForAPassword() throws Exception {
        Files.writeString(directory.resolve("page.txt"), "hello");
        Files.writeString(
                directory.resolve("users"), "joe:$2b$05$CCCCCCCCCCCCCCCCCCCCC.s3odLekD5BSZAUsUmsJtAVW3SgMZQEi\n");
        try (Launched launched = Launched.start(
                directory, "web", "--listen", "tcp:0:interface=127.0.0.1", "--path", ".", "--auth", "file:users")) {
            int port = launched.port();
            assertThat(status(port, "joe:geheim ü")).isEqualTo(200);
            assertThat(status(port, "joe:guess")).isEqualTo(401);
            assertThat(launched.line("login refused")).contains("user=joe").doesNotContain("guess");
        }
    }

    @Test
    @Spec("CRD-24")
    void listsTheTypesThatItCanUse() throws Exception {
        Launched.Ended list = Launched.run(directory, "web", "--help-auth");
        assertThat(list.status()).isZero();
        assertThat(list.out())
                .contains("  file:PATH\n")
                .contains("  anonymous\n")
                .doesNotContain("sshkey");
        Launched.Ended detail = Launched.run(directory, "web", "--help-auth-type", "sshkey");
        assertThat(detail.status()).isZero();
        assertThat(detail.out()).contains("sshkey[:DIR]").contains("This service cannot use it");
        Launched.Ended unknown = Launched.run(directory, "web", "--help-auth-type", "kerberos");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).startsWith("netwistd: --help-auth-type: auth type: kerberos (expected: one of ");
    }

    @Test
    @Spec("CRD-23")
    void whatMakesNoSenseIsAnErrorWithoutThePassword() throws Exception {
        Launched.Ended unknown = Launched.run(directory, "web", "--path", ".", "--auth", "kerberos:x");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).startsWith("netwistd: web: --auth: auth type: kerberos (expected: one of anonymous,");
        Launched.Ended unusable = Launched.run(directory, "web", "--path", ".", "--auth", "sshkey");
        assertThat(unusable.status()).isEqualTo(2);
        assertThat(unusable.err()).startsWith("netwistd: web: --auth: sshkey cannot judge");
        Launched.Ended odd = Launched.run(directory, "web", "--path", ".", "--auth", "memory:joe:hunter2:ann");
        assertThat(odd.status()).isEqualTo(2);
        assertThat(odd.err()).contains("memory: 3 words").doesNotContain("hunter2");
    }
}
