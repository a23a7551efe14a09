package io.tutti.selfcheck;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.home.ConfigFiles;
import io.tutti.home.WrongSetting;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Looks at the settings that decide who can reach the hub and what can be overheard, before a door opens; logs what it
 * found, and stops the start at what is refused.
 */
@Component
final class SelfCheck implements InitializingBean {

    /** True where something before the hub ends TLS, so that it may bind a public address without. */
    static final String BEHIND_TLS = "tutti.http.behind-tls";

    private static final Logger LOG = LoggerFactory.getLogger(SelfCheck.class);
    private static final String ADDRESS = "server.address";

    private final Environment settings;
    private final ConfigFiles files;

    SelfCheck(Environment settings, ConfigFiles files) {
        this.settings = settings;
        this.files = files;
    }

    /** @throws WrongSetting when something is refused */
    @Override
    public void afterPropertiesSet() {
        for (Finding finding : findings()) {
            switch (finding.state()) {
                case OK -> LOG.info("Self-check: ok, {}", finding.what());
                case WARN -> LOG.warn("Self-check: {}", finding.what());
                case REFUSED -> throw new WrongSetting(Path.of("settings"), 0, finding.what());
            }
        }
    }

    /** What is found, in the order in which it is said. */
    List<Finding> findings() {
        return List.of(http(), broker(), database(), oidc(), models(), mcpServers());
    }

    private Finding http() {
        String address = settings.getProperty(ADDRESS, "0.0.0.0");
        if (isLocal(address)) {
            return Finding.ok("HTTP is bound to " + address + ", which only this machine reaches");
        }
        if (isSet("server.ssl.certificate") || isSet("server.ssl.key-store") || isSet("server.ssl.bundle")) {
            return Finding.ok("HTTP is bound to " + address + " with TLS");
        }
        if (settings.getProperty(BEHIND_TLS, Boolean.class, false)) {
            return Finding.warn("HTTP is bound to " + address + " without TLS, since " + BEHIND_TLS
                    + " says that something before it ends TLS; nobody else may reach this port");
        }
        return Finding.refused(ADDRESS + " is " + address
                + ", which others reach, and tokens would travel in clear text. Set server.ssl.* (a certificate or a key store),"
                + " or " + BEHIND_TLS + "=true where a proxy before the hub ends TLS, or bind 127.0.0.1.");
    }

    private Finding broker() {
        String url = settings.getProperty("tutti.jms.url", "");
        if (url.isBlank()) {
            return settings.getProperty("tutti.jms.port", "").equals("0")
                    ? Finding.ok("JMS is inside the process alone")
                    : Finding.ok("JMS over TCP is bound to 127.0.0.1");
        }
        return url.contains("sslEnabled=true") || isLocal(hostOf(url))
                ? Finding.ok("the broker is outside")
                : Finding.warn(
                        "the broker is on another machine and its address has no sslEnabled=true: messages and the"
                                + " password travel in clear text");
    }

    private Finding database() {
        String url = settings.getProperty("spring.datasource.url", "");
        if (url.startsWith("jdbc:h2:")) {
            return Finding.ok("the database is embedded H2, which survives kill -9 but not a power loss");
        }
        return url.contains("sslmode=verify-full")
                        || url.contains("sslmode=require")
                        || isLocal(hostOf(url.replaceFirst("^jdbc:", "")))
                ? Finding.ok("the database is outside")
                : Finding.warn(
                        "the database is on another machine and its address has no sslmode: rows and the password may"
                                + " travel in clear text");
    }

    private Finding oidc() {
        String issuer = settings.getProperty("tutti.oidc.issuer", "");
        if (issuer.isBlank()) {
            return Finding.ok("callers are known by tokens of this hub alone");
        }
        return issuer.startsWith("https://") || isLocal(hostOf(issuer))
                ? Finding.ok("callers are known by tokens of " + issuer + " too")
                : Finding.refused(
                        "tutti.oidc.issuer is " + issuer + ": whoever is between could send other keys. Use https.");
    }

    private Finding models() {
        List<String> overheard = overheard(files.read("models").path("models"), "base-url");
        return overheard.isEmpty()
                ? Finding.ok("models are asked over TLS, or on this machine")
                : Finding.warn("models " + overheard + " in models.yaml are on other machines and their base-url has no"
                        + " https: prompts, answers and keys travel in clear text");
    }

    private Finding mcpServers() {
        List<String> overheard = overheard(files.read("mcp").path("servers"), "url");
        return overheard.isEmpty()
                ? Finding.ok("MCP servers are called over TLS, or on this machine")
                : Finding.warn("servers " + overheard + " in mcp.yaml are on other machines and their url has no https:"
                        + " arguments, results and headers travel in clear text");
    }

    /** The names of those whose address is on another machine and has no TLS. */
    private static List<String> overheard(JsonNode entries, String key) {
        return entries.properties().stream()
                .filter(entry -> isClear(entry.getValue().path(key).asText()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isClear(String url) {
        return url.regionMatches(true, 0, "http:", 0, "http:".length()) && !isLocal(hostOf(url));
    }

    private boolean isSet(String setting) {
        return !settings.getProperty(setting, "").isBlank();
    }

    private static String hostOf(String address) {
        try {
            String host = URI.create(address.replaceFirst("^\\(", "").replaceFirst("[,)].*$", ""))
                    .getHost();
            return host == null ? "" : host;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** A name is looked up only when it is one of this machine's. */
    private static boolean isLocal(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        boolean isNumber = host.matches("[0-9.]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?");
        try {
            return isNumber && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
