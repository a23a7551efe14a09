package io.tutti.provider;

import io.tutti.home.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads where a model is, and what goes with each request to it. */
final class AddressReader {

    /** They carry the key, or say how the message ends. */
    private static final Set<String> OURS =
            Set.of("authorization", "host", "content-length", "transfer-encoding", "connection", "expect", "upgrade");

    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}";

    private AddressReader() {}

    static URI baseUrl(String name, String text, Setting setting) {
        URI uri = uri(text.replaceFirst("/+$", ""));
        if (uri == null || uri.getHost() == null || !Set.of("http", "https").contains(uri.getScheme())) {
            throw setting.at("base-url")
                    .wrong("model " + name + " has no usable base-url; write http://host:port/v1 or https://host/v1.");
        }
        if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
            throw setting.at("base-url")
                    .wrong("model " + name
                            + " has a user, a query or a fragment in its base-url; leave them out and put"
                            + " the key into api-key.");
        }
        return uri;
    }

    static @Nullable URI proxy(String name, Setting setting) {
        if (!setting.at("proxy").isPresent()) {
            return null;
        }
        URI uri = uri(setting.text("proxy", ""));
        boolean usable = uri != null
                && "http".equals(uri.getScheme())
                && uri.getHost() != null
                && uri.getPort() > 0
                && uri.getUserInfo() == null
                && uri.getPath().isEmpty();
        if (!usable) {
            throw setting.at("proxy")
                    .wrong("model " + name + " has no usable proxy; write http://host:port, without user and path.");
        }
        return uri;
    }

    static Map<String, String> headers(String name, Setting setting) {
        Map<String, String> headers = new LinkedHashMap<>();
        setting.entries().forEach((header, value) -> {
            String text = value.node().asText();
            if (!header.matches(TOKEN) || OURS.contains(header.toLowerCase(Locale.ROOT))) {
                throw value.wrong(
                        "model " + name + " cannot have this header; it is the hub's own, or no header's name.");
            }
            if (text.isBlank() || text.chars().anyMatch(character -> character < ' ' || character > '~')) {
                throw value.wrong("model " + name + " has a header that is empty or has more than plain characters.");
            }
            headers.put(header, text);
        });
        return headers;
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
