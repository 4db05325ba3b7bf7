package io.pando.guest;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises what a guest's console asks for. Kernel messages may stand before, between and after. */
final class ConsolePrompts {
    private static final Pattern ESCAPES = Pattern.compile(
            "\\x1b(?:\\[[0-9;?]*[ -/]*[@-~]|\\][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)|[()][0-9A-B]|[=>78cM])");
    // "Last login: Mon ..." is a greeting, not a question.
    private static final Pattern LOGIN = Pattern.compile("(?i)(?<!last )\\blogin: ?");
    private static final Pattern PASSWORD = Pattern.compile(
            "(?i)\\b(?:pass(?:word|wort|phrase)|kennwort|mot de passe|contrase.{1,2}a)\\b[^\\n:]{0,40}: ?");
    private static final Pattern REFUSED = Pattern.compile(
            "(?i)login incorrect|incorrect password|incorrect login|authentication failure|login timed out|maximum number of tries");
    private static final Pattern EXPIRED = Pattern.compile(
            "(?i)(?:password|account)[^\\n]{0,30}expired|change your password|account is (?:locked|disabled)|nologin");
    private static final String ENDS_OF_SHELL_PROMPTS = "#$%>";

    private ConsolePrompts() {}

    /** What a console shows last. */
    enum Prompt {
        LOGIN,
        PASSWORD,
        /** The password was refused; a prompt for the name follows, or did. */
        REFUSED,
        /** The account may not be used as it is. */
        EXPIRED,
        /** What may be a shell's prompt. */
        SHELL,
        /** Nothing that is known. */
        NONE
    }

    static String plain(CharSequence heard) {
        return ESCAPES.matcher(heard).replaceAll("").replace("\r", "").replace("\0", "");
    }

    /** The last thing that the console asked or said. */
    static Prompt last(CharSequence heard) {
        String plain = plain(heard);
        Prompt last = Prompt.NONE;
        int at = -1;
        for (Known known : List.of(
                new Known(Prompt.EXPIRED, EXPIRED),
                new Known(Prompt.REFUSED, REFUSED),
                new Known(Prompt.PASSWORD, PASSWORD),
                new Known(Prompt.LOGIN, LOGIN))) {
            int end = lastEnd(known.pattern, plain);
            if (end > at) {
                at = end;
                last = known.prompt;
            }
        }
        // A shell's prompt is recognised by nothing but its last character, so only at the very end and on a line of
        // its own.
        int line = plain.lastIndexOf('\n') + 1;
        return line >= at && endsAsShellPromptsDo(plain.substring(line)) ? Prompt.SHELL : last;
    }

    private static boolean endsAsShellPromptsDo(String line) {
        String shown = line.endsWith(" ") ? line.substring(0, line.length() - 1) : line;
        return !shown.isEmpty() && ENDS_OF_SHELL_PROMPTS.indexOf(shown.charAt(shown.length() - 1)) >= 0;
    }

    /** Whether the console said that the password is wrong, or asks for a name again. */
    static boolean refused(CharSequence heard) {
        String plain = plain(heard);
        return REFUSED.matcher(plain).find() || LOGIN.matcher(plain).find();
    }

    private static int lastEnd(Pattern pattern, String text) {
        int end = -1;
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            end = matcher.end();
        }
        return end;
    }

    private record Known(Prompt prompt, Pattern pattern) {}
}
