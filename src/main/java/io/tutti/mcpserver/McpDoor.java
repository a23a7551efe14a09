package io.tutti.mcpserver;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.transport.HeaderAccessor;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.server.transport.ServerTransportSecurityException;
import io.tutti.access.CallerAuthentication;
import io.tutti.trace.Trace;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.context.SecurityContextHolder;

/** The address {@code /mcp}: Streamable HTTP without sessions, so that each hub answers each request. */
@Configuration(proxyBeanMethods = false)
class McpDoor {

    static final String CALLER = "caller";
    static final String TRACE = "trace";

    private static final String PATH = "/mcp";
    private static final int LARGEST_BYTES = 10 * 1024 * 1024;

    @Bean
    ServletRegistrationBean<HttpServletStatelessServerTransport> mcpServlet(McpMessages messages) {
        var servlet = HttpServletStatelessServerTransport.builder()
                .jsonMapper(new JacksonMcpJsonMapper(new ObjectMapper()))
                .messageEndpoint(PATH)
                .maxRequestSize(LARGEST_BYTES)
                .contextExtractor(McpDoor::context)
                .httpHeaderValidator(McpDoor::requireOwnOrigin)
                .build();
        servlet.setMcpHandler(messages);
        return new ServletRegistrationBean<>(servlet, PATH);
    }

    private static McpTransportContext context(HttpServletRequest request) {
        Map<String, Object> context = new HashMap<>();
        if (SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication known) {
            context.put(CALLER, known.getPrincipal());
        }
        Trace.of(request.getHeader(Trace.HEADER)).ifPresent(trace -> context.put(TRACE, trace));
        return McpTransportContext.create(context);
    }

    /** A page of another origin must not reach it by a name that turned to this machine (MCP, Streamable HTTP, security). */
    private static void requireOwnOrigin(HeaderAccessor headers) throws ServerTransportSecurityException {
        String origin = first(headers, "origin");
        if (!origin.isEmpty() && !first(headers, "host").equals(authority(origin))) {
            throw new ServerTransportSecurityException(
                    HttpServletResponse.SC_FORBIDDEN,
                    "A page of another origin asked; only programs and pages of this host may.");
        }
    }

    private static String authority(String origin) {
        try {
            return String.valueOf(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return "none";
        }
    }

    private static String first(HeaderAccessor headers, String name) {
        List<String> values = headers.getHeader(name);
        return values == null || values.isEmpty() ? "" : values.getFirst();
    }
}
