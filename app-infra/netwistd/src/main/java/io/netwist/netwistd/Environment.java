/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options from the environment, for containers: {@code --log-level} may come from {@code NETWIST_LOG_LEVEL}, and {@code
 * --path} of {@code web} from {@code NETWIST_WEB_PATH}. The command line is stronger.
 */
final class Environment implements IDefaultValueProvider {

    private final String prefix;

    private Environment(String prefix) {
        this.prefix = prefix;
    }

    /**
     * Variables of some options.
     *
     * @param prefix of their names
     * @return looks them up
     */
    static Environment of(String prefix) {
        return new Environment(variable(prefix));
    }

    private static String variable(String text) {
        return text.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || !option.longestName().startsWith("--") || ends(option)) {
            return null;
        }
        return System.getenv(prefix + variable(option.longestName().substring(2)));
    }

    /** Whether it shows something and ends, which no environment should ask for. */
    static boolean ends(OptionSpec option) {
        return option.longestName().startsWith("--help") || option.longestName().equals("--version");
    }
}
