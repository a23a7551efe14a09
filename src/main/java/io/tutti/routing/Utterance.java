package io.tutti.routing;

import java.util.regex.Pattern;

/**
 * A sentence or a line of a message, and what it does there.
 *
 * @param text the sentence, without its number or bullet
 * @param role what it does
 * @param apart whether it starts a paragraph or an item of a list
 */
record Utterance(String text, Role role, boolean apart) {

    enum Role {
        /** Asks, with a question mark or the word order of a question. */
        QUESTION,
        /** Asks for something to be done. */
        REQUEST,
        /** Starts another matter without asking: "Also, my lamp is broken." */
        ADDITION,
        /** Belongs to what is asked before or after it. */
        STATEMENT,
        /** Opens the message. */
        GREETING,
        /** Thanks or takes leave. */
        CLOSING;

        boolean asks() {
            return this == QUESTION || this == REQUEST || this == ADDITION;
        }
    }

    private static final int OPENING_CHARACTERS = 300;

    private static final Pattern GREETING = pattern("(hi|hello|hey|dear|greetings|to whom it may concern|"
            + "good (morning|afternoon|evening|day))\\b[^?]{0,40}");
    private static final Pattern CLOSING = pattern("((many |kind |best |warm )?(thanks|thank you|thx|regards|wishes)|"
            + "best|cheers|sincerely|yours( \\w+)?|take care|sent from my|have a (nice|good|great))\\b[^?]{0,60}");
    private static final Pattern PLEA = pattern("(and |so |please |pls |kindly |can (you|anyone|someone) |could you |"
            + "would you |will you |i need |i want |i hope you can )*(please )?(your )?"
            + "(help|assist|advise|reply|respond|answer|let me know|get back to me|look into (it|this|that)|"
            + "check( (it|this|that))?|explain|sort (it|this) out|fix (it|this)|"
            + "tell me( more)?)( me| us| us know| out)?( (with|about) (it|this|that|the following|these))?"
            + "( (please|soon|asap|quickly|today|urgently|as soon as possible))*[.!?]*");
    private static final Pattern TAG =
            pattern("(right|ok|okay|really|why|correct|yes|no|is (that|this|it) (ok|okay|possible|right|true|correct|"
                    + "normal)|what (is|'s) going on|what now|what happened|any (update|news|idea|ideas)|how come|"
                    + "i have (a|some|a few|two|three|several) (more )?questions?.{0,20}|a few questions)[.!?:]*");
    private static final Pattern ASKS = pattern("(so |and |but |also,? |then |ps:? |p\\.s\\.:? |\\w+ly,? )*"
            + "(where|when|why|how|what|which|who|whose)('s| is| are| was| were| do| does| did| can| could| will| would|"
            + " should| much| many| long| far| soon| often| come| about)\\b.*|"
            + "(and |but |also,? )*(can|could|may|should|do|does|did|is|are|was|were|will|would|have|has) "
            + "(i|you|we|they|he|she|it|there|my|the|your|this|that|someone|anyone)\\b.*");
    private static final Pattern REQUEST = pattern("(and |so |but |then |also,? |ps:? |p\\.s\\.:? |\\w+ly,? )*("
            + "(please|pls|kindly) \\w+.*|"
            + "(i|we)( also| just| really| still)*( would|'d)?( also| just| really| still)*"
            + " (want|need|like|love|wish|request|demand)( also)? (to|a|an|my|the|your|you|this|that|some|information|"
            + "help|more)\\b.*|"
            + "(i am|i'm|we are|we're)( also)? (looking (for|to)|trying to|requesting|asking|interested in|"
            + "wondering|enquiring|inquiring)\\b.*|"
            + "(tell|send|give|show|refund|cancel|change|update|delete|close|replace|exchange|resend) "
            + "(me|us|my|the|this|it|order)\\b.*)");
    private static final Pattern ADDITION = pattern("(also|and also|in addition|additionally|besides|furthermore|"
            + "moreover|another (thing|question|issue|problem)|one (more|other) (thing|question)|secondly|second|"
            + "thirdly|third|finally|lastly|last but not least|on another note|by the way|btw|ps|p\\.s\\.)\\b.*|"
            + "(i|we|my|the|there)\\b.{0,20} also\\b.*");

    static Utterance of(String text, boolean apart) {
        return new Utterance(text, role(text), apart);
    }

    boolean startsAnotherMatter() {
        return ADDITION.matcher(opening(text)).matches();
    }

    private static Role role(String sentence) {
        String text = opening(sentence);
        if (GREETING.matcher(text).matches()
                && text.length() <= 45
                && !ASKS.matcher(text).find()) {
            return Role.GREETING;
        }
        if (PLEA.matcher(text).matches() || TAG.matcher(text).matches()) {
            return Role.STATEMENT;
        }
        if (sentence.contains("?") || ASKS.matcher(text).matches()) {
            return Role.QUESTION;
        }
        if (REQUEST.matcher(text).matches()) {
            return Role.REQUEST;
        }
        if (CLOSING.matcher(text).matches()) {
            return Role.CLOSING;
        }
        return ADDITION.matcher(text).matches() ? Role.ADDITION : Role.STATEMENT;
    }

    /** Patterns with alternatives under a star use stack for each character; the role shows in the first words. */
    private static String opening(String sentence) {
        return sentence.substring(0, Math.min(sentence.length(), OPENING_CHARACTERS));
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }
}
