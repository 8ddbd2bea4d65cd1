/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import io.netwist.application.Application;
import io.netwist.application.ProcessSettings;
import io.netwist.application.Service;
import io.netwist.application.ServiceMaker;
import io.netwist.application.ServiceMakers;
import io.netwist.application.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Reads an application from YAML, and goes on after a mistake to find the others.
 *
 * <pre>{@code
 * netwist: 1
 * name: site
 * services:
 *   - service: web
 *     name: pages
 *     options:
 *       listen: [tcp:8080]
 *       path: /srv/www
 * }</pre>
 *
 * <p>The options of a service are those of its command line, and are judged by the same code.
 */
final class ConfigReader {

    private static final String VERSION = "1";
    private static final List<String> KEYS = List.of("netwist", "name", "uid", "gid", "services");
    private static final List<String> SERVICE_KEYS = List.of("service", "name", "options", "arguments");

    private final Path file;
    private final ServiceMakers makers;
    private final List<String> problems = new ArrayList<>();

    ConfigReader(Path file, ServiceMakers makers) {
        this.file = file;
        this.makers = makers;
    }

    /** What is wrong, each with its line, in the order of discovery. */
    List<String> problems() {
        return Collections.unmodifiableList(problems);
    }

    private void problem(Optional<Mark> where, String what) {
        String place = where.map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                .orElse("");
        problems.add(file + place + ": " + what);
    }

    private void problem(Node where, String what) {
        problem(where.getStartMark(), what);
    }

    /** Makes the application, as far as it can be made. */
    Application read(String text) {
        Application application = new Application(fileName());
        Map<String, Entry> root =
                entries(composed(text).orElse(null), "a mapping with netwist, name and services", KEYS);
        if (!problems.isEmpty() && root.isEmpty()) {
            return application;
        }
        Entry version = root.get("netwist");
        if (version == null) {
            problem(Optional.empty(), "no netwist (expected: netwist: " + VERSION + ", the version of this format)");
        } else if (!VERSION.equals(text(version))) {
            problem(version.value, "netwist: " + shown(version.value) + " (expected: " + VERSION + ")");
        }
        String name = text(root.get("name"));
        if (name != null) {
            application = new Application(name);
        }
        ProcessSettings process = ProcessSettings.unchanged();
        String uid = text(root.get("uid"));
        process = uid == null ? process : process.withUid(uid);
        String gid = text(root.get("gid"));
        application.setProcessSettings(gid == null ? process : process.withGid(gid));
        services(root.get("services"), application);
        return application;
    }

    private String fileName() {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name : name.substring(0, dot);
    }

    private Optional<Node> composed(String text) {
        try {
            return new Compose(LoadSettings.builder().setLabel("").build()).composeString(text);
        } catch (MarkedYamlEngineException e) {
            problem(e.getProblemMark().or(e::getContextMark), String.valueOf(e.getProblem()));
        } catch (YamlEngineException e) {
            problem(Optional.empty(), String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    // ---- services

    private void services(@Nullable Entry services, Application application) {
        if (services == null
                || !(services.value instanceof SequenceNode list)
                || list.getValue().isEmpty()) {
            String wanted = " (expected: a list, each with service: NAME and options)";
            if (services == null) {
                problem(Optional.empty(), "no services" + wanted);
            } else {
                problem(services.value, "services: " + shown(services.value) + wanted);
            }
            return;
        }
        Set<String> names = new HashSet<>();
        for (Node each : list.getValue()) {
            Service service = service(each, names);
            if (service != null) {
                application.with(service);
            }
        }
    }

    private @Nullable Service service(Node node, Set<String> names) {
        int before = problems.size();
        Map<String, Entry> entries = entries(node, "service: NAME, and options", SERVICE_KEYS);
        Entry kind = entries.get("service");
        String type = text(kind);
        if (kind == null || type == null) {
            if (problems.size() == before) {
                problem(node, "no service (expected: service: NAME, " + known() + ")");
            }
            return null;
        }
        ServiceMaker<?> maker = maker(type, kind);
        Entry named = entries.get("name");
        String name = text(named);
        if (named != null && name != null && !names.add(name)) {
            problem(named.value, "name: " + name + " (expected: one that no other service has)");
        }
        if (maker == null) {
            return null;
        }
        Map<String, Node> options = new LinkedHashMap<>();
        List<String> arguments = arguments(maker, entries, options);
        Service made = problems.size() == before ? made(maker, arguments, options, node) : null;
        if (made != null && name != null) {
            made.setName(name);
        }
        return made;
    }

    private String known() {
        return "one of " + makers.all().stream().map(ServiceMaker::tapname).collect(Collectors.joining(", "));
    }

    private @Nullable ServiceMaker<?> maker(String type, Entry where) {
        try {
            Optional<ServiceMaker<?>> found = makers.named(type);
            if (found.isEmpty()) {
                problem(where.value, "service: " + type + " (expected: " + known() + ")");
            }
            return found.orElse(null);
        } catch (UsageException e) {
            problem(where.value, Explanation.of(e));
            return null;
        }
    }

    /** The command line that would say the same. */
    private List<String> arguments(ServiceMaker<?> maker, Map<String, Entry> entries, Map<String, Node> options) {
        List<String> arguments = new ArrayList<>();
        Entry given = entries.get("options");
        if (given != null) {
            CommandLine line = Help.commandLine(maker, maker.newOptions());
            List<String> known =
                    ConfigSchema.options(line).stream().map(ConfigSchema::key).toList();
            for (Entry each : entries(given.value, "the options of " + maker.tapname(), known)
                    .values()) {
                OptionSpec option = line.getCommandSpec().findOption("--" + each.key);
                if (option != null) {
                    options.put("--" + each.key, each.value);
                    add(option, each, arguments);
                }
            }
        }
        Entry words = entries.get("arguments");
        if (words != null) {
            arguments.add("--");
            if (words.value instanceof SequenceNode list) {
                list.getValue().forEach(each -> addText(each, "arguments", "", arguments));
            } else {
                problem(words.value, "arguments: " + shown(words.value) + " (expected: a list of words)");
            }
        }
        return arguments;
    }

    private void add(OptionSpec option, Entry entry, List<String> arguments) {
        String name = "--" + entry.key;
        if (ConfigSchema.isFlag(option)) {
            String value = entry.value instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!entry.value.getTag().equals(Tag.BOOL)) {
                problem(entry.value, entry.key + ": " + shown(entry.value) + " (expected: true or false)");
            } else if (value.equalsIgnoreCase("true")) {
                arguments.add(name);
            }
        } else if (entry.value instanceof SequenceNode list && option.isMultiValue()) {
            list.getValue().forEach(each -> addText(each, entry.key, name + "=", arguments));
        } else {
            addText(entry.value, entry.key, name + "=", arguments);
        }
    }

    private void addText(Node node, String key, String prefix, List<String> arguments) {
        if (node instanceof ScalarNode scalar && !node.getTag().equals(Tag.NULL)) {
            arguments.add(prefix + scalar.getValue());
        } else {
            problem(node, key + ": " + shown(node) + " (expected: a text or a number)");
        }
    }

    private @Nullable Service made(
            ServiceMaker<?> maker, List<String> arguments, Map<String, Node> options, Node where) {
        try {
            return MadeByPlugin.make(maker, arguments);
        } catch (Exception e) {
            String text = Explanation.of(e);
            // Most name the option that they do not like, and that stands in a line of its own.
            Node line = where;
            for (Map.Entry<String, Node> each : options.entrySet()) {
                if (text.contains(each.getKey() + ":") || text.contains("'" + each.getKey() + "'")) {
                    line = each.getValue();
                }
            }
            String prefix = maker.tapname() + ": ";
            problem(line, text.startsWith(prefix) ? text : prefix + text);
            return null;
        }
    }

    // ---- nodes

    private record Entry(String key, Node value) {}

    /** What a mapping has, in its order; what is wrong with it is told. */
    private Map<String, Entry> entries(@Nullable Node node, String wanted, List<String> known) {
        Map<String, Entry> found = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            if (node != null) {
                problem(node, shown(node) + " (expected: " + wanted + ")");
            } else if (problems.isEmpty()) {
                problem(Optional.empty(), "nothing in it (expected: " + wanted + ")");
            }
            return found;
        }
        for (NodeTuple each : mapping.getValue()) {
            Node key = each.getKeyNode();
            String name = key instanceof ScalarNode scalar ? scalar.getValue() : shown(key);
            if (!known.contains(name)) {
                problem(key, name + ": unknown (expected: one of " + String.join(", ", known) + ")");
            } else if (found.putIfAbsent(name, new Entry(name, each.getValueNode())) != null) {
                problem(key, name + ": given twice (expected: once)");
            }
        }
        return found;
    }

    private @Nullable String text(@Nullable Entry entry) {
        if (entry == null) {
            return null;
        }
        if (entry.value instanceof ScalarNode scalar && !entry.value.getTag().equals(Tag.NULL)) {
            return scalar.getValue();
        }
        problem(entry.value, entry.key + ": " + shown(entry.value) + " (expected: a text)");
        return null;
    }

    private static String shown(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue().isEmpty() ? "nothing" : scalar.getValue();
        }
        return node instanceof MappingNode ? "a mapping" : "a list";
    }
}
