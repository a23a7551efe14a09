package io.tutti.redaction;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind of text that identifies a person or opens a door, known by its form and, where there is one, by its checksum.
 * The patterns begin only where a word begins and take what they take at once, so that they are linear in the text.
 */
public enum Personal implements Redactable {
    /** A key of an API, a token, a private key. */
    KEY(
            "-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[A-Za-z0-9+/=\\s]{0,8000}+-----END [A-Z ]{0,20}PRIVATE KEY-----"
                    + "|(?<![\\w-])(?:sk-[\\w-]{16,200}+|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[abprs]-[\\w-]{10,200}+"
                    + "|eyJ[\\w-]{5,2000}+\\.eyJ[\\w-]{5,8000}+\\.[\\w-]{5,2000}+)(?![\\w-])",
            text -> true),
    /** An address of electronic mail. */
    EMAIL("(?<![\\w.+%-])[\\w.+%-]{1,64}+@[\\p{L}\\p{N}-]{1,63}+(?:\\.[\\p{L}\\p{N}-]{1,63}+){1,8}+", text -> true),
    /** An international bank account number (ISO 13616), with its checksum. */
    IBAN(
            "(?<![\\w])[A-Za-z]{2}\\d{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,3})?(?![\\w])",
            Personal::isIban),
    /** A number of a payment card of 13 to 19 digits, with Luhn's checksum. */
    CARD("(?<![\\w.,-])\\d(?:[ -]?\\d){12,18}(?![\\w-])(?![.,]\\d)", Personal::isCard),
    /** A social security number of the United States. */
    SSN("(?<![\\w.-])(?!000|666|9)\\d{3}-(?!00)\\d{2}-(?!0000)\\d{4}(?![\\w-])(?!\\.\\d)", text -> true),
    /** A telephone number, international or as in North America. */
    PHONE(
            "(?<![\\w+.-])(?:(?:\\+|00)[1-9]\\d{0,2}(?:[ ./()-]{0,2}\\d){6,12}|\\(\\d{3}\\) ?\\d{3}[ .-]\\d{4}"
                    + "|[2-9]\\d{2}[.-][2-9]\\d{2}[.-]\\d{4})(?![\\w-])(?!\\.\\d)",
            text -> true),
    /** An address of the Internet Protocol, version 4 or 6. */
    IP(
            "(?<![\\w.:-])(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}(?![\\w-])(?!\\.\\d)"
                    + "|(?=[0-9A-Fa-f:]*::|(?:[0-9A-Fa-f]{1,4}:){7})(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\\w:]))",
            Personal::isAddress);

    private final Pattern pattern;
    private final Predicate<String> check;

    Personal(String pattern, Predicate<String> check) {
        this.pattern = Pattern.compile(pattern);
        this.check = check;
    }

    @Override
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of this name; empty when there is none. */
    public static Optional<Personal> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    @Override
    public String replace(String text, UnaryOperator<String> mark) {
        return pattern.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        check.test(found.group()) ? mark.apply(found.group()) : found.group()));
    }

    /** The rearranged number modulo 97 is 1 (ISO 7064). */
    private static boolean isIban(String text) {
        String plain = text.replaceAll("[ -]", "").toUpperCase(Locale.ROOT);
        if (plain.length() < 15 || plain.length() > 34) {
            return false;
        }
        StringBuilder digits = new StringBuilder();
        for (char c : (plain.substring(4) + plain.substring(0, 4)).toCharArray()) {
            digits.append(Character.digit(c, 36));
        }
        return new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
    }

    /** Luhn's checksum (ISO/IEC 7812-1). */
    private static boolean isCard(String text) {
        String digits = text.replaceAll("[ -]", "");
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit : 2 * digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0 && digits.chars().distinct().count() > 1;
    }

    /** {@code ::} alone is a sign in many texts. */
    private static boolean isAddress(String text) {
        return text.contains(".") || text.chars().filter(c -> c != ':').count() >= 3;
    }
}
