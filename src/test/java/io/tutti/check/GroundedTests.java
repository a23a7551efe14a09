package io.tutti.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroundedTests {

    private final Grounded grounded = new Grounded();

    @ParameterizedTest(name = "{0} is said by: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            It costs 1,200.00 USD.            | The total is 1200 USD.
            It costs $1200.                   | The total is 1,200.00 USD.
            It costs 1.200,50 €.              | Total: EUR 1200.50
            It costs 129.00 euros.            | price 129.0
            It arrives on 18 November 2026.   | Delivery on 2026-11-18.
            It arrives on Nov 18.             | Delivery on 2026-11-18.
            It arrives on November 18th, 2026. | Delivery on 2026-11-18 14:30:00.
            It arrives on 2026-11-18.         | Delivery on the 18th of November 2026.
            It arrives on 2026-11-18.         | Delivery on 18.11.2026.
            It arrives on 18 Nov 2026.        | Delivery on 11/18/2026.
            It was founded in 2026.           | Founded on 2026-03-01.
            It ends in November 2026.         | Until 2026-11-30.
            We are there until 2:30 pm.       | open until 14:30
            We are there until 14:30.         | open until 2:30 p.m.
            Order hp-10023 is on its way.     | Order HP-10023 was shipped.
            Invoice INV-2026-0042 is paid.    | INV-2026-0042: paid
            You have 14 days.                 | a 14-day period
            You have fourteen days.           | within 14 days
            You have 14 days.                 | within fourteen days
            It is the 3rd parcel.             | parcel 3
            We give 20 percent off.           | a discount of 20%
            It weighs 5kg.                    | weight: 5 kg
            Nothing exact is said here.       | Nothing at all.
            One of these will do.             | Nothing at all.
            It follows from [1].              | Nothing at all.
            It is version 2.0.1.              | since 2.0.1
            Order 10023 is on its way.        | Order HP-10023 was shipped.
            """)
    void passesWhatTheEvidenceSays(String answer, String evidence) {
        assertThat(check("What?", answer, evidence)).isEqualTo(Verdict.PASSED);
    }

    @ParameterizedTest(name = "{0} is not said by: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            It costs 1,200.01 USD.            | The total is 1200 USD.       | 1,200.01 USD
            It costs $12.                     | The total is 1200 USD.       | $12
            It costs €129.                    | The price is $129.           | €129
            It arrives on 19 November 2026.   | Delivery on 2026-11-18.      | 19 November 2026
            It arrives on 18 November 2025.   | Delivery on 2026-11-18.      | 18 November 2025
            It arrives on Nov 17.             | Delivery on 2026-11-18.      | Nov 17
            It ends in December 2026.         | Until 2026-11-30.            | December 2026
            We are there until 3 pm.          | open until 14:30             | 3 pm
            Order HP-10024 is on its way.     | Order HP-10023 was shipped.  | HP-10024
            You have 30 days.                 | within 14 days               | 30
            You have thirty days.             | within 14 days               | thirty
            We give 20% off.                  | within 20 days               | 20%
            It is version 2.0.2.              | since 2.0.1                  | 2.0.2
            It follows from [2].              | Nothing at all.              | 2
            You get $42 back.                 | INV-2026-0042: paid          | $42
            """)
    void failsWhatTheEvidenceDoesNotSay(String answer, String evidence, String unknown) {
        Verdict verdict = check("What?", answer, evidence);

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.reason()).isEqualTo(unknown + " is not in the evidence");
    }

    @Test
    void knowsTheIdentifiersOfTheQuestion() {
        assertThat(check("Where is HP-10023?", "I know nothing about HP-10023.", "Nothing.")
                        .passed())
                .isTrue();
    }

    @Test
    void doesNotBelieveTheNumbersOfTheQuestion() {
        assertThat(check("Do I get $500 back?", "Yes, you get $500 back.", "Refunds take a while.")
                        .passed())
                .isFalse();
    }

    @Test
    void takesTheSourceForEvidence() {
        var evidence = List.of(new Passage("order HP-10023", "It was shipped."));

        assertThat(grounded.check(new Answer("Where?", evidence, "HP-10023 was shipped.", 1, 0))
                        .passed())
                .isTrue();
    }

    @Test
    void ignoresTheNumbersOfAList() {
        assertThat(check("How?", "1. Unplug it.\n2. Wait.\n3. Plug it in.", "Unplug it, wait, plug it in.")
                        .passed())
                .isTrue();
    }

    @Test
    void namesAFewOfManyUnknownFacts() {
        assertThat(check("What?", "11, 12, 13, 14, 15, 16 and 17.", "Nothing.").reason())
                .isEqualTo("11, 12, 13, 14, 15 and 2 more are not in the evidence");
    }

    private Verdict check(String question, String answer, String evidence) {
        return grounded.check(new Answer(question, List.of(new Passage("test", evidence)), answer, 1, 0));
    }
}
