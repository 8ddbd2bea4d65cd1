/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorsTest {

    private static final String DATE = "Sun, 09 Sep 2001 01:46:40 GMT";

    @ParameterizedTest
    @ValueSource(
            strings = {"\"abc\"", "\"x\", \"abc\"", "\"x\",\"abc\"", "*", "W/\"abc\"", "\"a,b\" , \"abc\"", "\t\"abc\""
            })
    @Spec("HTTP-093")
    void findsATag(String header) {
        assertThat(Validators.matchesAny(header, "\"abc\"")).isTrue();
        assertThat(Validators.matchesAny(header, "W/\"abc\"")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "abc", "\"ab\"", "\"abc", "\"abcd\"", "x\"abc\""})
    void findsNoOther(String header) {
        assertThat(Validators.matchesAny(header, "\"abc\"")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {DATE, "Sunday, 09-Sep-01 01:46:40 GMT", "Sun Sep  9 01:46:40 2001"})
    @Spec("HTTP-096")
    void readsTheThreeFormsOfDates(String date) {
        assertThat(Validators.parseDate(date)).isEqualTo(1_000_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "yesterday", "Sun, 09 Foo 2001 01:46:40 GMT", "Sun, 09 Sep 1901 01:46:40 GMT", "1000000000"})
    @Spec("HTTP-092")
    void ignoresWhatIsNoDate(String date) {
        assertThat(Validators.parseDate(date)).isEqualTo(-1);
    }

    @Test
    @Spec("HTTP-096")
    void writesDates() {
        assertThat(Validators.formatDate(1_000_000_000)).isEqualTo(DATE);
    }

    @Test
    @Spec("RES-051")
    void honoursRangesOfTheSameVersionOnly() {
        assertThat(Validators.isSameForRange("\"a\"", "\"a\"", 5)).isTrue();
        assertThat(Validators.isSameForRange("W/\"a\"", "W/\"a\"", 5)).isFalse();
        assertThat(Validators.isSameForRange("\"b\"", "\"a\"", 5)).isFalse();
        assertThat(Validators.isSameForRange(DATE, "\"a\"", 1_000_000_000)).isTrue();
        assertThat(Validators.isSameForRange(DATE, "\"a\"", 1_000_000_001)).isFalse();
    }

    @Test
    @Spec("RES-010")
    void escapesHtml() {
        assertThat(Html.escape("a<b>&\"c'")).isEqualTo("a&lt;b&gt;&amp;&quot;c&#39;");
        assertThat(Html.escape("plain")).isSameAs("plain");
    }
}
