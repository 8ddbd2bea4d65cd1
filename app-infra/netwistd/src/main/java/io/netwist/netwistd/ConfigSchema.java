/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import io.netwist.application.ServiceMaker;
import io.netwist.application.ServiceMakers;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The form of a configuration file as a JSON Schema, from the services that are there. Editors complete with it. */
final class ConfigSchema {

    private ConfigSchema() {}

    /** The options of a service that a file may give: all that do not only show something. */
    static List<OptionSpec> options(CommandLine line) {
        List<OptionSpec> all = new ArrayList<>();
        for (OptionSpec each : line.getCommandSpec().options()) {
            if (each.longestName().startsWith("--") && !Environment.ends(each)) {
                all.add(each);
            }
        }
        return all;
    }

    static String key(OptionSpec option) {
        return option.longestName().substring(2);
    }

    static boolean isFlag(OptionSpec option) {
        return option.arity().max() == 0;
    }

    static String of(ServiceMakers makers) {
        List<String> services = new ArrayList<>();
        for (ServiceMaker<?> each : makers.all()) {
            services.add(service(each));
        }
        return """
                {
                  "$schema": "https://json-schema.org/draft/2020-12/schema",
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["netwist", "services"],
                  "properties": {
                    "netwist": {"const": 1, "description": "The version of this format."},
                    "name": {"type": "string", "description": "Of the application. Default: that of the file."},
                    "uid": {"type": ["string", "integer"], "description": "The user to become when the ports are bound."},
                    "gid": {"type": ["string", "integer"], "description": "The group to become."},
                    "services": {"type": "array", "minItems": 1, "items": {"oneOf": [
                """ + String.join(",\n", services) + "\n    ]}}\n  }\n}";
    }

    private static String service(ServiceMaker<?> maker) {
        CommandLine line = Help.commandLine(maker, maker.newOptions());
        List<String> options = new ArrayList<>();
        for (OptionSpec each : options(line)) {
            options.add("        " + quoted(key(each)) + ": {" + type(each) + ", \"description\": "
                    + quoted(String.join(" ", each.description())) + "}");
        }
        String arguments = line.getCommandSpec().positionalParameters().isEmpty()
                ? ""
                : ",\n      \"arguments\": {\"type\": \"array\", \"items\": {\"type\": [\"string\", \"number\"]}}";
        return "      {\"type\": \"object\", \"additionalProperties\": false, \"required\": [\"service\"], \"description\": "
                + quoted(maker.description()) + ",\n      \"properties\": {\"service\": {\"const\": "
                + quoted(maker.tapname()) + "}, \"name\": {\"type\": \"string\"}"
                + ", \"options\": {\"type\": \"object\", \"additionalProperties\": false, \"properties\": {\n"
                + String.join(",\n", options) + "\n      }}" + arguments + "}}";
    }

    private static String type(OptionSpec option) {
        if (isFlag(option)) {
            return "\"type\": \"boolean\"";
        }
        String one = "\"type\": [\"string\", \"number\"]";
        return option.isMultiValue()
                ? "\"oneOf\": [{" + one + "}, {\"type\": \"array\", \"items\": {" + one + "}}]"
                : one;
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder();
        JsonLayout.quote(json, text);
        return json.toString();
    }
}
