package io.tutti.console;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.util.HtmlUtils;

/** The page where operators log in. */
@Controller
final class LoginPage {

    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
            + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final String page;

    LoginPage() throws IOException {
        page = new ClassPathResource("console/login.html").getContentAsString(StandardCharsets.UTF_8);
    }

    @GetMapping("/login")
    ResponseEntity<String> show(HttpServletRequest request, CsrfToken csrf) {
        String html = page.replace("{{message}}", message(request))
                .replace("{{csrf}}", HtmlUtils.htmlEscape(csrf.getToken()));
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .header("Content-Security-Policy", POLICY)
                .body(html);
    }

    @GetMapping("/")
    String start() {
        return "redirect:/hawtio/";
    }

    private static String message(HttpServletRequest request) {
        if (request.getParameter("failed") != null) {
            return "<p class=\"failed\" role=\"alert\">That name and token do not belong together."
                    + " After several failures, wait a moment.</p>";
        }
        if (request.getParameter("left") != null) {
            return "<p class=\"left\" role=\"status\">You have logged out.</p>";
        }
        return "";
    }
}
