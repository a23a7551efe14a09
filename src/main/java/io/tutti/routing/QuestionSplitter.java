package io.tutti.routing;

import io.tutti.routing.Utterance.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a message into its questions. Statements stay with the question that they belong to; greetings, thanks,
 * signatures and quoted earlier mail are left out; a message that asks nothing is one question as a whole.
 */
final class QuestionSplitter {

    /** At most so many; the last one keeps the rest of the message. */
    static final int MAX_QUESTIONS = 8;

    private static final Pattern QUOTED = Pattern.compile(
            "(?ms)(^on .{1,200} wrote:\\s*$|^-{2,} ?original message.*|^-- ?$).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern QUOTED_LINE = Pattern.compile("(?m)^>.*$");
    private static final Pattern ITEM = Pattern.compile("^\\s*(?:\\(?\\d{1,2}[.)]|[a-h]\\)|[-*•])\\s+(.*)$");
    private static final Pattern OPENING = Pattern.compile(
            "^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))(?: [\\w']+){0,3}\\s*[,!.]\\s+(?=\\S)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern JOINED = Pattern.compile(
            "(?:,? and also|,? and|; also|;|, also) (?=(?:can|could|may|please) (?:i|you|we|tell|send|cancel|change)\\b"
                    + "|(?:how|what|when|where|why|which) (?:is|are|do|does|did|can|could|will|would|much|many|long)\\b"
                    + "(?! (?:it|they|that|this)\\b)"
                    + "|(?:do|does|did|is|are|will) (?:i|you|we|my|the|your|there)\\b"
                    + "|i (?:also )?(?:want|need|would like|'d like) )",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern REFERS_BACK =
            Pattern.compile("\\b(it|its|they|them|this|that|these|those|there|one)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern CONTINUES = Pattern.compile(
            "(it|its|it's|they|them|this|that|these|those|he|she|because|otherwise|if not|so far|until now|thanks)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final int SIGNATURE_WORDS = 8;

    private QuestionSplitter() {}

    /** At least one text, none of them blank, unless the message is. */
    static List<String> split(String message) {
        List<Utterance> utterances = withoutSignature(utterances(message));
        List<List<Utterance>> groups = grouped(utterances);
        List<String> questions = groups.stream()
                .map(QuestionSplitter::text)
                .filter(text -> !text.isBlank())
                .toList();
        if (questions.isEmpty()) {
            return List.of(message.strip());
        }
        if (questions.size() <= MAX_QUESTIONS) {
            return questions;
        }
        List<String> limited = new ArrayList<>(questions.subList(0, MAX_QUESTIONS - 1));
        limited.add(String.join(" ", questions.subList(MAX_QUESTIONS - 1, questions.size())));
        return limited;
    }

    private static List<Utterance> utterances(String message) {
        String own = QUOTED_LINE.matcher(message.replace("\r", "")).replaceAll("");
        own = QUOTED.matcher(own).replaceFirst("");
        List<Utterance> utterances = new ArrayList<>();
        var paragraph = new StringBuilder();
        for (String line : own.split("\n", -1)) {
            Matcher item = ITEM.matcher(line);
            boolean listed = item.matches();
            boolean alone = listed || line.isBlank() || isAlone(line);
            if (alone) {
                flush(paragraph, utterances);
            }
            paragraph.append(listed ? item.group(1) : line).append(' ');
            if (alone && !listed) {
                flush(paragraph, utterances);
            }
        }
        flush(paragraph, utterances);
        return utterances;
    }

    private static boolean isAlone(String line) {
        Role role = Utterance.of(line.strip(), true).role();
        return role == Role.GREETING || role == Role.CLOSING;
    }

    private static void flush(StringBuilder paragraph, List<Utterance> utterances) {
        boolean apart = true;
        for (String sentence :
                Sentences.of(OPENING.matcher(paragraph.toString().strip()).replaceFirst(""))) {
            for (String part : JOINED.split(sentence)) {
                utterances.add(Utterance.of(part.strip(), apart));
                apart = false;
            }
        }
        paragraph.setLength(0);
    }

    /** After a line of leave come name, title and telephone, which are short and ask nothing. */
    private static List<Utterance> withoutSignature(List<Utterance> utterances) {
        List<Utterance> kept = new ArrayList<>();
        boolean leaving = false;
        for (Utterance utterance : utterances) {
            boolean signs =
                    leaving && !utterance.role().asks() && utterance.text().split(" ").length <= SIGNATURE_WORDS;
            if (utterance.role() == Role.CLOSING) {
                leaving = true;
            } else if (utterance.role() != Role.GREETING && !signs) {
                kept.add(utterance);
                leaving = false;
            }
        }
        return kept;
    }

    private static List<List<Utterance>> grouped(List<Utterance> utterances) {
        List<List<Utterance>> groups = new ArrayList<>();
        List<Utterance> before = new ArrayList<>();
        for (Utterance utterance : utterances) {
            boolean first = groups.isEmpty();
            if (utterance.role().asks() && (first || !continues(groups.getLast(), before, utterance))) {
                if (first && !before.isEmpty() && utterance.role() == Role.ADDITION) {
                    groups.add(before);
                    before = new ArrayList<>();
                }
                before.add(utterance);
                groups.add(before);
                before = new ArrayList<>();
            } else if (!first && (utterance.role().asks() || before.isEmpty() && belongsBack(utterance))) {
                groups.getLast().addAll(before);
                groups.getLast().add(utterance);
                before.clear();
            } else {
                before.add(utterance);
            }
        }
        if (groups.isEmpty()) {
            groups.add(before);
        } else {
            groups.getLast().addAll(before);
        }
        return groups;
    }

    /** "I want to return the kettle. Where do I send it?" is one matter. */
    private static boolean continues(List<Utterance> group, List<Utterance> before, Utterance next) {
        if (next.apart() || next.startsAnotherMatter() || hasDigits(next.text())) {
            return false;
        }
        boolean onlyRequested = group.stream().noneMatch(part -> part.role() == Role.QUESTION);
        boolean refersBack =
                before.isEmpty() && REFERS_BACK.matcher(next.text()).find();
        return next.role() == Role.REQUEST ? refersBack || onlyRequested : onlyRequested && refersBack;
    }

    private static boolean belongsBack(Utterance statement) {
        return !statement.apart() && CONTINUES.matcher(statement.text()).matches();
    }

    private static boolean hasDigits(String text) {
        return text.chars().anyMatch(Character::isDigit);
    }

    private static String text(List<Utterance> group) {
        return String.join(" ", group.stream().map(Utterance::text).toList());
    }
}
