package io.tutti.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped {@code mood.yaml} and messages that are none of its examples: a number must not hide the anger. */
class ShippedMoodTests {

    private static final List<String> ANGRY = List.of(
            "This is outrageous! Where is my order HP-10023?",
            "I am furious about your service, where is my order HP-10023?",
            "You people are useless, when will HP-10024 arrive?",
            "WHERE IS MY ORDER HP-10023??? I have been waiting for THREE WEEKS!!!",
            "This is ridiculous, I want to know NOW where my order HP-10024 is!",
            "You are a bunch of thieves. Invoice INV-2026-0042 is wrong again!",
            "What a pathetic shop. The table of HP-10031 arrived broken and nobody answers.",
            "I'm so sick of this. Refund HP-10057 right now or I go to court!",
            "Three weeks and still no sofa, HP-10102. Are you kidding me?!",
            "What is wrong with you people? HP-10077 was promised for Monday!",
            "I am fuming. Order HP-10110 came with two broken legs, again.",
            "Stop wasting my time and refund HP-10099!!",
            "You charged me twice on INV-2026-0017, that is theft!",
            "Worst company ever. HP-10094 never came.");
    private static final List<String> CALM = List.of(
            "When will my order HP-10024 arrive?",
            "Has HP-10118 been shipped yet?",
            "Good morning, could you tell me where parcel HP-10057 is?",
            "HP-10031",
            "I want to return order HP-10042, please send a label.",
            "Invoice INV-2026-0042 seems too high to me. Could you check it?",
            "The lamp of HP-10031 arrived broken. What can we do?",
            "I have been waiting for HP-10023 since Monday, is there any news?",
            "Hi, is HP-10102 on its way?",
            "Order HP-10110 came with a broken leg. How do I get a new one?",
            "Could you resend INV-2026-0017?",
            "please check HP-10094 for me",
            "I have not received HP-10099 yet.",
            "HP-10077 should have come on Monday. When can I expect it?");

    @TempDir
    static Path data;

    private static Intents intents;

    @BeforeAll
    static void start() throws IOException {
        String mood = Files.readString(Path.of("config/intents/mood.yaml"));
        intents = new Intents(SmallIntents.files(Map.of("mood", mood)), SmallIntents.home(data), SmallIntents.EMBEDDER);
    }

    @Test
    void hearsTheAngerInAMessageWithANumber() {
        assertThat(ANGRY.stream().filter(ShippedMoodTests::angry)).hasSizeGreaterThanOrEqualTo(13);
    }

    @Test
    void hearsNoAngerInACalmMessageWithANumber() {
        assertThat(CALM).noneMatch(ShippedMoodTests::angry);
    }

    private static boolean angry(String message) {
        return intents.classify("mood", message).to().equals("angry");
    }
}
