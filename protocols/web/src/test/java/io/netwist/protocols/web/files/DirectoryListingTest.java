/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.web.files.DirectoryListing.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectoryListingTest {

    private static String page(Entry... entries) {
        return DirectoryListing.page(List.of(entries), false, "/a <b>/", MimeTypes.standard());
    }

    @Test
    @Spec({"RES-064", "RES-065"})
    void escapesTextsAndQuotesLinks() {
        String page = page(new Entry("<script>.txt", false, 3), new Entry("a b&\"c'?#%.html", false, 3));

        assertThat(page)
                .contains("<title>Directory listing for /a &lt;b&gt;/</title>")
                .contains("<a href=\"%3Cscript%3E.txt\">&lt;script&gt;.txt</a>")
                .contains("<a href=\"a%20b%26%22c%27%3F%23%25.html\">a b&amp;&quot;c&#39;?#%.html</a>")
                .doesNotContain("<script>");
    }

    @Test
    void makesNoSchemeOfAName() {
        assertThat(page(new Entry("javascript:alert(1)", false, 3))).contains("href=\"javascript%3Aalert(1)\"");
    }

    @Test
    @Spec("RES-065")
    void showsDirectoriesFirst() {
        String page = page(
                new Entry("b", false, 1), new Entry("z", true, 1), new Entry("a", false, 1), new Entry("y", true, 1));

        assertThat(page.replaceAll("(?s)^.*<tbody>", "").replaceAll("<[^>]*>", " "))
                .containsSubsequence("y/", "[Directory]", "z/", "[Directory]", "a", "1B", "b", "1B");
        assertThat(page).contains("<tr class=\"odd\"", "<tr class=\"even\"");
    }

    @Test
    @Spec("RES-066")
    void showsSizesTypesAndEncodings() {
        assertThat(DirectoryListing.size(512)).isEqualTo("512B");
        assertThat(DirectoryListing.size(2048)).isEqualTo("2K");
        assertThat(DirectoryListing.size(3L << 20)).isEqualTo("3M");
        assertThat(DirectoryListing.size(5L << 30)).isEqualTo("5G");
        assertThat(page(new Entry("a.html.gz", false, 1))).contains("[text/html]", "[gzip]");
    }

    @Test
    @Spec("RES-033")
    void knowsTypes() {
        MimeTypes types = MimeTypes.standard();
        assertThat(types.of("a.HTML")).isEqualTo(new MimeTypes.Type("text/html", null));
        assertThat(types.of("b.html.gz")).isEqualTo(new MimeTypes.Type("text/html", "gzip"));
        assertThat(types.of("c.tar.gz")).isEqualTo(new MimeTypes.Type("application/gzip", null));
        assertThat(types.of("noext")).isEqualTo(new MimeTypes.Type("application/octet-stream", null));
        assertThat(types.of(".gz")).isEqualTo(new MimeTypes.Type("application/octet-stream", null));
        assertThat(types.with(".Foo", "text/x-foo").typeOf("x.foo")).isEqualTo("text/x-foo");
        assertThat(types.withDefault("text/plain").typeOf("README")).isEqualTo("text/plain");
    }
}
