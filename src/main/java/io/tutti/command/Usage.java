package io.tutti.command;

import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with the arguments, in words that never repeat a value which could be a secret. */
final class Usage {

    private Usage() {}

    static String of(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched.getUnmatched().getFirst(), unmatched.getSuggestions());
        }
        String message = String.valueOf(wrong.getMessage());
        return message.endsWith(".") ? message : message + ".";
    }

    private static String unmatched(String argument, List<String> known) {
        String name = argument.replaceFirst("=.*", "");
        String instead = known.isEmpty() ? "" : " Did you mean " + String.join(" or ", known) + "?";
        if (name.startsWith("-")) {
            return "There is no option " + name + "." + instead;
        }
        return instead.isEmpty()
                ? "There is one argument too many; put quotes around a text with spaces."
                : "There is no command " + name + "." + instead;
    }
}
