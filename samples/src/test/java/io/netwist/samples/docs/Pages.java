/* SPDX-License-Identifier: MIT */
package io.netwist.samples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Markdown pages of the repository and the blocks in them. */
final class Pages {

    private static final String FENCE = "```";

    private Pages() {}

    /** A fenced block: its language, the words after it, and where its first line of text is. */
    record Block(Path page, int line, String language, List<String> tags, String text) {
        String name() {
            return root().relativize(page) + ":" + line;
        }
    }

    /** The directory that the README stands in. */
    static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.exists(directory.resolve(".mvn"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException("no .mvn above " + Path.of("").toAbsolutePath());
        }
        return directory;
    }

    /** All pages for readers: those beside the README and those under docs. */
    static List<Path> all() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> beside = Files.list(root());
                Stream<Path> below = Files.walk(root().resolve("docs"))) {
            Stream.concat(beside, below)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .forEach(pages::add);
        }
        return pages;
    }

    static List<Block> blocks(Path page) throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(page);
        for (int i = 0; i < lines.size(); i++) {
            String opening = lines.get(i).strip();
            if (!opening.startsWith(FENCE)) {
                continue;
            }
            int first = i + 1;
            do {
                i++;
                if (i == lines.size()) {
                    throw new IllegalStateException(page + ":" + first + ": the block does not end");
                }
            } while (!lines.get(i).strip().equals(FENCE));
            List<String> words =
                    List.of(opening.substring(FENCE.length()).strip().split("[\\s,]+"));
            String text = String.join("\n", lines.subList(first, i)).stripIndent();
            blocks.add(new Block(page, first + 1, words.get(0), words.subList(1, words.size()), text));
        }
        return blocks;
    }

    /** The cells of all rows of a page's tables, without headings and rules. */
    static List<List<String>> tableRows(Path page) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        List<String> lines = Files.readAllLines(page);
        for (int i = 0; i < lines.size(); i++) {
            boolean heading = i + 1 < lines.size() && lines.get(i + 1).matches("\\|[-| :]+\\|");
            if (lines.get(i).startsWith("|") && !heading && !lines.get(i).matches("\\|[-| :]+\\|")) {
                rows.add(Stream.of(lines.get(i).substring(1).split("(?<!\\\\)\\|"))
                        .map(String::strip)
                        .toList());
            }
        }
        return rows;
    }
}
