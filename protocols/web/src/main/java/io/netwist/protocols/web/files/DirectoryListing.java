/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.files;

import io.netwist.protocols.web.wire.Html;
import io.netwist.protocols.web.wire.UrlPath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The page that shows what is in a directory. Source: {@code twisted.web.static.DirectoryLister}. */
final class DirectoryListing {

    /** A page of more rows helps nobody, and would take memory. */
    static final int MAX_ROWS = 10_000;

    private static final String STYLE = "body{font:16px/1.5 system-ui,sans-serif;margin:1rem auto;max-width:60rem;"
            + "padding:0 1rem;color:#1a1a1a;background:#fff}h1{font-size:1.25rem;overflow-wrap:anywhere}"
            + "table{border-collapse:collapse;width:100%}th{text-align:left;font-weight:600;"
            + "border-bottom:1px solid #bbb}td,th{padding:.35rem .5rem;vertical-align:top}"
            + "td:first-child{overflow-wrap:anywhere}td.size,th.size{text-align:right;white-space:nowrap}"
            + "tr.odd{background:#f4f4f6}a{color:#0645ad;text-decoration:none}a:hover{text-decoration:underline}"
            + "@media(max-width:40rem){.type,.encoding{display:none}}"
            + "@media(prefers-color-scheme:dark){body{background:#16181c;color:#e6e6e6}tr.odd{background:#1f2329}"
            + "a{color:#8ab4f8}}";

    private DirectoryListing() {}

    /**
     * A row.
     *
     * @param name as in the directory
     * @param isDirectory links followed
     * @param size of a file
     */
    record Entry(String name, boolean isDirectory, long size) {}

    /** Blocks while it reads the directory. Links that lead nowhere are left out. */
    static String page(Path directory, String title, MimeTypes types) throws IOException {
        List<Entry> entries = new ArrayList<>();
        boolean more = false;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path each : all) {
                if (entries.size() == MAX_ROWS) {
                    more = true;
                    break;
                }
                try {
                    BasicFileAttributes attributes = Files.readAttributes(each, BasicFileAttributes.class);
                    entries.add(
                            new Entry(String.valueOf(each.getFileName()), attributes.isDirectory(), attributes.size()));
                } catch (IOException e) {
                    // A broken link, or gone since.
                }
            }
        }
        return page(entries, more, title, types);
    }

    static String page(List<Entry> entries, boolean more, String title, MimeTypes types) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing((Entry e) -> !e.isDirectory()).thenComparing(Entry::name));
        String shown = Html.escape(title);
        StringBuilder out = new StringBuilder(1024 + sorted.size() * 160)
                .append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append(
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Directory listing for ")
                .append(shown)
                .append("</title>\n<style>")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>Directory listing for ")
                .append(shown)
                .append("</h1>\n<table>\n<thead><tr><th>Filename</th><th class=\"size\">Size</th>")
                .append(
                        "<th class=\"type\">Content type</th><th class=\"encoding\">Content encoding</th></tr></thead>\n")
                .append("<tbody>\n");
        boolean odd = true;
        for (Entry entry : sorted) {
            row(out, entry, odd, types);
            odd = !odd;
        }
        out.append("</tbody>\n</table>\n");
        if (more) {
            out.append("<p>There are more than ").append(MAX_ROWS).append(" entries; the rest is not shown.</p>\n");
        }
        return out.append("</body>\n</html>\n").toString();
    }

    private static void row(StringBuilder out, Entry entry, boolean odd, MimeTypes types) {
        String slash = entry.isDirectory() ? "/" : "";
        MimeTypes.Type type = types.of(entry.name());
        String encoding = type.contentEncoding();
        out.append("<tr class=\"")
                .append(odd ? "odd" : "even")
                .append("\"><td><a href=\"")
                .append(link(entry.name()))
                .append(slash)
                .append("\">")
                .append(Html.escape(entry.name()))
                .append(slash)
                .append("</a></td><td class=\"size\">")
                .append(entry.isDirectory() ? "" : size(entry.size()))
                .append("</td><td class=\"type\">")
                .append(entry.isDirectory() ? "[Directory]" : '[' + Html.escape(type.contentType()) + ']')
                .append("</td><td class=\"encoding\">")
                .append(entry.isDirectory() || encoding == null ? "" : '[' + encoding + ']')
                .append("</td></tr>\n");
    }

    /** A relative link; the colon is encoded, since what stands before one would be a scheme. */
    private static String link(String name) {
        return UrlPath.encode(name).replace(":", "%3A");
    }

    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + "B";
        }
        if (bytes < 1024 * 1024) {
            return bytes / 1024 + "K";
        }
        return bytes < 1024 * 1024 * 1024 ? bytes / (1024 * 1024) + "M" : bytes / (1024 * 1024 * 1024) + "G";
    }
}
