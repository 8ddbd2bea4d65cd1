/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import java.util.List;
import org.junit.jupiter.api.Test;

class UrlPathTest {

    @Test
    @Spec("HTTP-113")
    void splitsAtSlashesBeforeItDecodes() {
        assertThat(UrlPath.segments("/")).containsExactly("");
        assertThat(UrlPath.segments("/a/b")).containsExactly("a", "b");
        assertThat(UrlPath.segments("/a//b/")).containsExactly("a", "", "b", "");
        assertThat(UrlPath.segments("/a%2fb")).containsExactly("a/b");
        assertThat(UrlPath.segments("/%252e%252e")).containsExactly("%2e%2e");
        assertThat(UrlPath.segments("/%C3%A9+")).containsExactly("é+");
    }

    @Test
    @Spec("RES-038")
    void hasNoSegmentsThatAreNotUtf8() {
        assertThat(UrlPath.segments("/a/%ff")).isNull();
        assertThat(UrlPath.segments("/%c0%ae")).as("an overlong dot").isNull();
    }

    @Test
    void leavesAloneWhatIsNoEscape() {
        assertThat(UrlPath.decode("100%", false)).isEqualTo("100%");
        assertThat(UrlPath.decode("%zz%4", false)).isEqualTo("%zz%4");
    }

    @Test
    void encodesWhatItDecodes() {
        for (String segment : List.of("a b", "a/b", "100%", "é\"<&>'", "..;#?")) {
            String encoded = UrlPath.encode(segment);
            assertThat(encoded).matches("[!-~]*").doesNotContain("<", "\"", "'", "&");
            assertThat(UrlPath.segments("/" + encoded)).containsExactly(segment);
        }
    }

    @Test
    @Spec("HTTP-107")
    void parsesQueries() {
        assertThat(Arguments.parse("a=1&a=2&c&d=&e=%41+x&&=v")).hasToString("{a=[1, 2], d=[], e=[A x], =[v]}");
    }
}
