package io.tutti.openai;

import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.ImageContent.DetailLevel;
import dev.langchain4j.data.message.TextContent;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what a message holds: a text, or a list of texts and images. */
final class Contents {

    private static final Pattern DATA =
            Pattern.compile("data:(image/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/]+={0,2})");
    private static final Pattern ADDRESS = Pattern.compile("https?://.+", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_ADDRESS = 2048;
    private static final Set<String> TEXTS = Set.of("text", "input_text", "output_text", "refusal");

    private Contents() {}

    /** The texts of a content, which may hold nothing else. */
    static String text(Field content) {
        if (content.isText()) {
            return content.text();
        }
        return content.items().stream().map(Contents::textPart).collect(Collectors.joining("\n"));
    }

    private static String textPart(Field part) {
        String type = part.at("type").oneOf(TEXTS);
        return part.at(type.equals("refusal") ? type : "text").text();
    }

    /** Texts and images of a user's message, at least one. */
    static List<Content> mixed(Field content) {
        if (content.isText()) {
            return List.of(TextContent.from(notEmpty(content)));
        }
        List<Content> parts = content.items().stream().map(Contents::part).toList();
        if (parts.isEmpty()) {
            throw content.bad("is missing; it must be a text or a list of parts.");
        }
        return parts;
    }

    private static Content part(Field part) {
        return switch (part.at("type").oneOf(Set.of("text", "image_url", "input_text", "input_image"))) {
            case "image_url" ->
                image(part.at("image_url").at("url"), part.at("image_url").at("detail"));
            case "input_image" -> image(part.at("image_url"), part.at("detail"));
            default -> TextContent.from(notEmpty(part.at("text")));
        };
    }

    private static String notEmpty(Field text) {
        if (text.text().isEmpty()) {
            throw text.bad("is empty.");
        }
        return text.text();
    }

    /** The hub itself never fetches an address: an image comes with the request, or the provider fetches it. */
    private static Content image(Field url, Field detail) {
        DetailLevel level = detail.isPresent()
                ? DetailLevel.valueOf(
                        detail.oneOf(Set.of("auto", "low", "high")).toUpperCase(Locale.ROOT))
                : DetailLevel.AUTO;
        Matcher data = DATA.matcher(url.text());
        return data.matches()
                ? ImageContent.from(data.group(2), data.group(1), level)
                : ImageContent.from(address(url), level);
    }

    private static URI address(Field url) {
        if (url.text().length() <= LONGEST_ADDRESS
                && ADDRESS.matcher(url.text()).matches()) {
            try {
                return new URI(url.text());
            } catch (URISyntaxException e) {
                throw url.bad("is no address: " + e.getReason() + " at character " + e.getIndex() + ".");
            }
        }
        throw url.bad(
                "must be an image in the request itself, data:image/png;base64,... (png, jpeg, gif or webp), or an"
                        + " address with https:// or http:// of at most " + LONGEST_ADDRESS + " characters.");
    }
}
