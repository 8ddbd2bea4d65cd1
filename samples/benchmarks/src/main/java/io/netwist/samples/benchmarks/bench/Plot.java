/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Pictures as SVG. */
final class Plot {
    private static final int LEFT = 330;
    private static final int WIDTH = 900;
    private static final int LINE = 26;
    private static final String OURS = "#0b7285";
    private static final String THEIRS = "#adb5bd";
    private static final String COST = "#e8590c";

    private Plot() {}

    /** A dot for each ratio and a line for its middle half, on a logarithmic scale around 1. */
    static String ratios(String title, List<Row> rows) {
        int height = 80 + LINE * rows.size();
        StringBuilder svg = scale(title, height);
        int y = 60;
        for (Row row : rows) {
            label(svg, y, row.what(), row.peer());
            dot(svg, row.throughput(), y - 4, OURS);
            dot(svg, row.cpu(), y + 5, COST);
            y += LINE;
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x='%d' y='%d' fill='%s'>throughput (right is better)</text><text x='%d' y='%d'"
                        + " fill='%s'>CPU per operation (left is better)</text>%n",
                LEFT,
                height - 8,
                OURS,
                LEFT + 220,
                height - 8,
                COST));
        return svg.append("</svg>\n").toString();
    }

    /** The same for costs. */
    static String costs(String title, List<Figure> figures) {
        int height = 80 + LINE * figures.size();
        StringBuilder svg = scale(title, height);
        int y = 60;
        for (Figure figure : figures) {
            label(svg, y, figure.what(), figure.peer());
            dot(svg, figure.ratio(), y, COST);
            y += LINE;
        }
        svg.append(String.format(
                Locale.ROOT, "<text x='%d' y='%d' fill='%s'>cost (left is better)</text>%n", LEFT, height - 8, COST));
        return svg.append("</svg>\n").toString();
    }

    private static StringBuilder scale(String title, int height) {
        StringBuilder svg = open(title, height);
        for (double tick : new double[] {0.25, 0.5, 1, 2, 4, 8, 16}) {
            double x = ratioX(tick);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1='%.1f' y1='44' x2='%.1f' y2='%d' stroke='%s'/>%n<text x='%.1f' y='40'"
                            + " text-anchor='middle'>%s</text>%n",
                    x,
                    x,
                    height - 26,
                    tick == 1 ? "#495057" : "#e9ecef",
                    x,
                    tick < 1 ? Double.toString(tick) : Integer.toString((int) tick)));
        }
        return svg;
    }

    private static void label(StringBuilder svg, int y, String what, String peer) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x='%d' y='%d' text-anchor='end'>%s : %s</text>%n",
                LEFT - 14,
                y + 4,
                escape(what),
                escape(peer)));
    }

    private static void dot(StringBuilder svg, Spread spread, int y, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1='%.1f' y1='%d' x2='%.1f' y2='%d' stroke='%s' stroke-width='2'/><circle cx='%.1f' cy='%d'"
                        + " r='3.5' fill='%s'/>%n",
                ratioX(spread.low()),
                y,
                ratioX(spread.high()),
                y,
                colour,
                ratioX(spread.median()),
                y,
                colour));
    }

    private static double ratioX(double ratio) {
        double bounded = Math.max(0.25, Math.min(16, ratio));
        return LEFT + (WIDTH - LEFT - 30) * (Math.log(bounded) / Math.log(2) + 2) / 6;
    }

    /** Cost against load: a curve for us and one for each peer. */
    static String curves(String title, List<Row> rows) {
        int height = 360;
        double top = rows.stream()
                        .mapToDouble(row -> Math.max(
                                row.ours().typical().cpuNanos(),
                                row.theirs().typical().cpuNanos()))
                        .max()
                        .orElse(1)
                * 1.1;
        int largest = rows.stream().mapToInt(Row::size).max().orElse(10);
        StringBuilder svg = open(title, height);
        for (int i = 0; i <= 4; i++) {
            double y = height - 50 - (height - 110) * i / 4.0;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1='80' y1='%.1f' x2='%d' y2='%.1f' stroke='#e9ecef'/><text x='72' y='%.1f'"
                            + " text-anchor='end'>%.1f</text>%n",
                    y,
                    WIDTH - 30,
                    y,
                    y + 4,
                    top * i / 4 / 1000));
        }
        List<String> ours = new ArrayList<>();
        List<String> theirs = new ArrayList<>();
        for (Row row : rows) {
            double x = 80 + (WIDTH - 130) * Math.log10(row.size()) / Math.log10(largest);
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x='%.1f' y='%d' text-anchor='middle'>%,d</text>%n",
                    x,
                    height - 30,
                    row.size()));
            ours.add(point(x, row.ours().typical().cpuNanos(), top, height));
            theirs.add(point(x, row.theirs().typical().cpuNanos(), top, height));
        }
        curve(svg, theirs, THEIRS);
        curve(svg, ours, OURS);
        String peer = rows.isEmpty() ? "" : rows.get(0).peer();
        svg.append(String.format(
                Locale.ROOT,
                "<text x='80' y='%d' fill='%s'>netwist</text><text x='150' y='%d' fill='%s'>%s</text>%n",
                height - 8,
                OURS,
                height - 8,
                "#868e96",
                escape(peer)));
        return svg.append("</svg>\n").toString();
    }

    private static String point(double x, double value, double top, int height) {
        return String.format(Locale.ROOT, "%.1f,%.1f", x, height - 50 - (height - 110) * value / top);
    }

    private static void curve(StringBuilder svg, List<String> points, String colour) {
        svg.append("<polyline fill='none' stroke-width='2' stroke='")
                .append(colour)
                .append("' points='")
                .append(String.join(" ", points))
                .append("'/>\n");
    }

    private static StringBuilder open(String title, int height) {
        return new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif'"
                        + " font-size='12'>%n<rect width='100%%' height='100%%' fill='white'/>%n"
                        + "<text x='16' y='20' font-size='14' font-weight='bold'>%s</text>%n",
                WIDTH,
                height,
                escape(title)));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
