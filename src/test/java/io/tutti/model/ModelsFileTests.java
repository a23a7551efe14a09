package io.tutti.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tutti.check.Checks;
import io.tutti.home.ConfigFiles;
import io.tutti.home.Home;
import io.tutti.home.WrongSetting;
import io.tutti.provider.PriceList;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

class ModelsFileTests {

    private static final String FAST = """
            models:
              fast:
                provider: openai-compatible
                model: gpt-4o-mini
                base-url: http://127.0.0.1:9000/v1/
                api-key: sk-secret
                abilities: [chat, tools, json, vision]
                price: {input: 0.15, cached-input: 0.075, output: 0.60}
                context: 128000
                timeout: 30s
                max-concurrent: 16
                may-see: [public, internal]
              local: {provider: local}
            pools:
              default: {try: [fast, local], prefer: order, checks: [grounded, confident], retries: 1, confidence: 0.7}
            """;

    @Test
    void readsWhatTheContractShows() {
        var file = read(FAST);

        assertThat(file.models().get("fast"))
                .satisfies(fast -> assertThat(fast.reach().baseUrl()).hasToString("http://127.0.0.1:9000/v1"))
                .satisfies(fast ->
                        assertThat(fast.price().at(Instant.EPOCH).cachedInput()).isEqualTo(new BigDecimal("0.075")))
                .satisfies(fast -> assertThat(fast.timeout()).isEqualTo(Duration.ofSeconds(30)));
        PoolEntry pool = file.pools().get("default");
        assertThat(pool.ways()).containsExactly("fast", "local");
        assertThat(pool.prefer()).isEqualTo(Prefer.ORDER);
        assertThat(pool.checks()).extracting(PoolCheck::name).containsExactly("grounded", "confident");
        assertThat(pool.retries()).isOne();
        assertThat(pool.confidence()).isEqualTo(0.7);
        assertThat(pool.stream()).isEqualTo(PoolEntry.Streaming.USUAL);
        assertThat(pool.traffic()).isEqualTo(PoolEntry.Traffic.USUAL);
    }

    @Test
    void neverShowsAKey() {
        assertThat(read(FAST).toString()).doesNotContain("sk-secret").contains("***");
    }

    @Test
    void takesNumbersThatCameFromTheEnvironment() {
        assertThat(read(FAST.replace("input: 0.15", "input: '0.15'").replace("retries: 1", "retries: '3'"))
                        .pools()
                        .get("default")
                        .retries())
                .isEqualTo(3);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
            provider: openai-compatible | provider: azure-openai      | /models/fast: model fast of the provider azure-openai has no api-version; add it.
            timeout: 30s                | api-version: v1             | /models/fast/api-version: model fast of the provider openai-compatible has no use for api-version; leave it out.
            timeout: 30s                | headers: {Authorization: x} | /models/fast/headers/Authorization: model fast cannot have this header; it is the hub's own, or no header's name.
            timeout: 30s                | headers: {"X-A": ""}        | /models/fast/headers/X-A: model fast has a header that is empty or has more than plain characters.
            timeout: 30s                | proxy: proxy:3128           | /models/fast/proxy: model fast has no usable proxy; write http://host:port, without user and path.
            timeout: 30s                | redact: [names]             | /models/fast/redact: model fast is to redact names; there are card, email, iban, ip, key, phone, ssn, or true for all.
            timeout: 30s                | api-keys: [a, b]            | /models/fast/api-keys: model fast has an api-key and api-keys; use one of them.
            price: {input: 0.15, cached-input: 0.075, output: 0.60} | price: [{input: 1, output: 2}] | /models/fast/price/0: model fast has a price without the day from which on it holds; write from: "2026-01-31".
            price: {input: 0.15, cached-input: 0.075, output: 0.60} | price: [] | /models/fast/price: model fast has an empty list of prices; add one.
            provider: openai-compatible | provider: clever            | /models/fast/provider: model fast has the provider clever, which is unknown; use one of anthropic, azure-openai, bedrock, gemini, local, mistral, ollama, openai, openai-compatible.
            base-url: http://127.0.0.1:9000/v1/ | free: false         | /models/fast: model fast of the provider openai-compatible has no base-url; add it.
            base-url: http://127.0.0.1:9000/v1/ | base-url: 127.0.0.1:9000 | /models/fast/base-url: model fast has no usable base-url; write http://host:port/v1 or https://host/v1.
            base-url: http://127.0.0.1:9000/v1/ | base-url: ftp://host/v1  | /models/fast/base-url: model fast has no usable base-url; write http://host:port/v1 or https://host/v1.
            base-url: http://127.0.0.1:9000/v1/ | base-url: http://me:pw@host/v1 | /models/fast/base-url: model fast has a user, a query or a fragment in its base-url; leave them out and put the key into api-key.
            model: gpt-4o-mini          | free: false                 | /models/fast: model fast of the provider openai-compatible has no model; add it.
            input: 0.15                 | input: -0.15                | /models/fast/price/input: model fast has the input price -0.15; expected 0 to 1000000 USD per million tokens.
            input: 0.15                 | input: cheap                | /models/fast/price/input: expected a number.
            price: {input: 0.15, cached-input: 0.075, output: 0.60} | free: false | /models/fast: model fast has no price, so its cost could not be counted; add price: {input: ..., output: ...} in USD per million tokens, or free: true.
            context: 128000             | free: true                  | /models/fast/price: model fast is free and has a price; leave one of them out.
            timeout: 30s                | timeout: soon               | /models/fast/timeout: expected a time with its unit, for example 500ms, 30s or 2m.
            timeout: 30s                | timeout: 0s                 | /models/fast/timeout: expected a time-out from 1ms to 1h, for example 30s.
            max-concurrent: 16          | max-concurrent: 0           | /models/fast/max-concurrent: expected a whole number from 1 to 10000.
            [chat, tools, json, vision] | [vision]                    | /models/fast/abilities: model fast cannot chat; add chat to its abilities.
            [chat, tools, json, vision] | [chat, image-addresses]     | /models/fast/abilities: model fast cannot have image-addresses; a model of azure-openai, openai, openai-compatible with vision can.
            try: [fast, local]          | try: [fast, slow]           | /pools/default/try: there is no model slow; there are fast, local.
            try: [fast, local]          | try: [fast, fast]           | /pools/default/try: the model fast is there twice; name it once.
            try: [fast, local]          | try: []                     | /pools/default: pool default has no models; write try: [fast, local].
            prefer: order               | prefer: dearest             | /pools/default/prefer: pool default prefers dearest; use one of order, cheapest, fastest, cascade, learned.
            prefer: order               | rules: [{try: [fast]}]      | /pools/default/rules/0: a rule of pool default applies to nothing in particular; add matches: <regular expression> or longer-than: <characters>.
            prefer: order               | rules: [{matches: '(', try: [fast]}] | /pools/default/rules/0/matches: is no regular expression: Unclosed group.
            prefer: order               | canary: {model: gone}       | /pools/default/canary/model: there is no model gone; there are fast, local.
            prefer: order               | shadow: {model: fast, share: 2} | /pools/default/shadow/share: expected a number from 0 to 1.
            [grounded, confident]       | [polite]                    | /pools/default/checks/0: there is no check polite; there are confident, forbidden, grounded, json-schema, judge, language, length, not-empty, not-refusal, route, supported.
            [grounded, confident]       | [length]                    | /pools/default/checks/0: the check length needs to be told what to look for; write {length: ...}.
            [grounded, confident]       | [grounded, grounded]        | /pools/default/checks: the check grounded is there twice; name it once.
            [grounded, confident]       | [{length: {most: 3}, a: b}] | /pools/default/checks/0: expected a check with its options, for example {length: {most: 500}}.
            [grounded, confident]       | [{judge: {model: gone}}]    | /pools/default/checks/0/judge: the judge's model is 'gone'; there are fast, local.
            [grounded, confident]       | [{route: "http://x"}]       | /pools/default/checks/0/route: expected the name of a direct: endpoint, for example my-check.
            [grounded, confident]       | [{supported: 2}]            | /pools/default/checks/0/supported: expected a number from 0 to 1.
            retries: 1                  | retries: 11                 | /pools/default/retries: expected a whole number from 0 to 10.
            confidence: 0.7             | confidence: 7               | /pools/default/confidence: expected a number from 0 to 1.
            """)
    void refuses(String right, String wrong, String message) {
        assertThat(FAST).contains(right);

        assertThatThrownBy(() -> read(FAST.replace(right, wrong)))
                .isInstanceOf(WrongSetting.class)
                .hasMessageEndingWith(message);
    }

    @Test
    void refusesToRedactForAModelThatIsGivenAddresses() {
        assertThatThrownBy(() -> read(FAST.replace("vision]", "vision, image-addresses]\n    redact: [email]")))
                .isInstanceOf(WrongSetting.class)
                .hasMessageEndingWith("model fast cannot have image-addresses beside redact: nothing is taken out of an"
                        + " address.");
    }

    @Test
    void takesThePriceOfTheDay() {
        PriceList prices = read(FAST.replace(
                        "price: {input: 0.15, cached-input: 0.075, output: 0.60}",
                        "price: [{from: 2026-07-01, input: 1, output: 2}, {from: 2026-01-01, input: 3, output: 4, reasoning: 5}]"))
                .models()
                .get("fast")
                .price();

        assertThat(prices.at(Instant.parse("2025-06-01T00:00:00Z")).input()).isEqualByComparingTo("3");
        assertThat(prices.at(Instant.parse("2026-06-30T23:59:59Z")).reasoning()).isEqualByComparingTo("5");
        assertThat(prices.at(Instant.parse("2026-07-01T00:00:00Z")).input()).isEqualByComparingTo("1");
    }

    @Test
    void wantsAKeyForOpenAi() {
        assertThatThrownBy(() -> read("models: {a: {provider: openai, model: m, api-key: '', free: true}}"))
                .hasMessageContaining("model a of the provider openai has no api-key");
    }

    @Test
    void readsTheShippedFileWithItsSchema() {
        var files = ConfigFiles.of(
                new Home(
                        Path.of("target/data"),
                        List.of(),
                        List.of(),
                        List.of(Path.of("config").toAbsolutePath())),
                new MockEnvironment());

        var file = ModelsFile.read(
                files.read("models"),
                Checks.shipped(),
                (route, text) -> List.of(),
                (pointer, expected) -> files.wrong("models", pointer, expected));

        assertThat(file.pools().get("default").ways()).containsExactly("local");
        assertThat(files.wrong("models", "/pools/default/try", "no.")).hasMessageMatching(".*models.yaml:\\d+: no\\.");
    }

    private static ModelsFile read(String yaml) {
        return ModelsFile.read(
                parse(yaml),
                Checks.shipped(),
                (route, text) -> List.of(),
                (pointer, expected) -> new WrongSetting(Path.of("models.yaml"), 1, pointer + ": " + expected));
    }

    private static JsonNode parse(String yaml) {
        try {
            return new YAMLMapper().readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
