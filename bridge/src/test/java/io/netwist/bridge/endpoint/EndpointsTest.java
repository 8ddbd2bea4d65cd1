/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netwist.deferred.testing.Spec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of endpoint descriptions. */
class EndpointsTest {

    @Test
    @Spec("END-021")
    void splitsAtColonsAndAtTheFirstEqualsSignOfAPart() {
        Description parsed = Description.parse("type:a:b=c=d:=x:e");

        assertThat(parsed.type()).isEqualTo("type");
        assertThat(parsed.positional()).containsExactly("a", "e");
        assertThat(parsed.named()).isEqualTo(Map.of("b", "c=d", "", "x"));
    }

    @Test
    @Spec("END-022")
    void aBackslashMakesTheNextCharacterPlain() {
        Description parsed = Description.parse("a\\:b:c\\=d\\\\:na\\=me=v\\:w");

        assertThat(parsed.type()).isEqualTo("a:b");
        assertThat(parsed.positional()).containsExactly("c=d\\");
        assertThat(parsed.named()).isEqualTo(Map.of("na=me", "v:w"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", ":", "\\", "a:b\\c", "\\:", "=", "a=b", "C:\\dir\\file"})
    @Spec("END-022")
    void aQuotedArgumentComesBackAsItWas(String argument) {
        Description parsed = Description.parse("type:name=" + Endpoints.quoteStringArgument(argument));

        assertThat(parsed.named()).isEqualTo(Map.of("name", argument));
    }

    @Test
    @Spec("END-022")
    void aLoneBackslashAtTheEndIsAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoints.checkServer("tcp:80\\"))
                .withMessage("endpoint description \"tcp:80\\\" ends in a backslash"
                        + " (expected: a character that it makes plain)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp:80",
                "TCP:80",
                "tcp:0",
                "tcp:port=80",
                "tcp:80:127.0.0.1:10",
                "tcp:interface=127.0.0.1:80:backlog=10",
                "tcp:80:interface=\\:\\:1",
                "tcp6:80",
                "tcp6:80:interface=\\:\\:1:backlog=5",
                "unix:/run/x",
                "unix:/run/x:660:10:0",
                "stdio:",
                "stdio",
                "systemd:domain=INET6:index=3",
                "systemd:UNIX:name=web",
                "unix:address=/run/x:mode=660:backlog=10:lockfile=0"
            })
    @Spec({"END-023", "END-024", "END-026", "END-027", "END-028"})
    void takesEveryFormOfAServer(String description) {
        Endpoints.checkServer(description);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp:example.com:80",
                "tcp:host=example.com:port=80",
                "tcp:example.com:port=80",
                "tcp:80:host=example.com",
                "unix:/run/x",
                "unix:path=/run/x:lockfile=1:timeout=3",
                "Tcp:\\:\\:1:80:timeout=5:bindAddress=127.0.0.1"
            })
    @Spec({"END-023", "END-024", "END-032", "END-035"})
    void takesEveryFormOfAClient(String description) {
        Endpoints.checkClient(description);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp | port is missing",
                "tcp: | port is missing",
                "tcp:http | port: http (expected: 0..65535)",
                "tcp:70000 | port: 70000 (expected: 0..65535)",
                "tcp:-1 | port: -1 (expected: 0..65535)",
                "tcp:80:port=81 | port is given twice, as 80 and as port=81",
                "tcp:port=80:port=81 | port is given twice (expected: once)",
                "tcp:80:interface=::1 | interface is given twice, as  and as interface=",
                "tcp:80:interface=localhost | interface: localhost (expected: an IP address",
                "tcp:80:backlog=0 | backlog: 0 (expected: a number of at least 1)",
                "tcp:80:backlog=x | backlog: x (expected: a number of at least 1)",
                "tcp:80:colour=red | unknown argument: colour (expected: one of [backlog, interface, port, reusePort])",
                "tcp:80:127.0.0.1:5:6 | unexpected argument: 6",
                "tcp6:80:interface=127.0.0.1 | interface: 127.0.0.1 (expected: an IPv6 address)",
                "systemd:domain=INET | index or name is missing",
                "systemd:domain=INET:index=0:name=x | index or name is given as well",
                "systemd:domain=IPX:index=0 | domain: IPX (expected: INET, INET6 or UNIX)",
                "unix: | address is missing",
                "unix:/run/x:mode=999 | mode: 999 (expected: an octal number of at most 777)",
                "unix:/run/x:mode=1777 | mode: 1777 (expected: an octal number of at most 777)",
                "unix:/run/x:lockfile=maybe | lockfile: maybe (expected: 1 or 0)",
                "8080 | type: 8080 (expected for a server: one of [",
            })
    @Spec({"END-023", "END-024"})
    void saysWhatIsWrongWithAServer(String description, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoints.checkServer(description))
                .withMessageContaining("endpoint description \"" + description + "\": " + problem);
    }

    @Test
    @Spec("END-024")
    void anEmptyDescriptionIsAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoints.checkServer(""))
                .withMessageContaining("type:  (expected for a server: one of [");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp:example.com | port is missing",
                "tcp:80:80:host=example.com | unexpected argument: 80",
                "tcp:example.com:0 | port: 0 (expected: 1..65535)",
                "tcp:example.com:80:timeout=0.5 | timeout: 0.5 (expected: a number of at least 1)",
                "tcp:example.com:80:bindAddress=here | bindAddress: here (expected: an IP address",
                "udp:example.com:80 | type: udp (expected for a client: one of [",
            })
    @Spec({"END-023", "END-024", "END-032"})
    void saysWhatIsWrongWithAClient(String description, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoints.checkClient(description))
                .withMessageContaining("endpoint description \"" + description + "\": " + problem);
    }
}
