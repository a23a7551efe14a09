package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tutti.model.ScriptedEndpoint;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that lie in files, as Kubernetes and Docker mount them. */
class SecretFilesIT {

    @TempDir
    Path directory;

    @Test
    void takesAKeyOutOfAMountedFile() throws Exception {
        Path secrets = Files.createDirectories(directory.resolve("secrets"));
        Files.writeString(secrets.resolve("OPENAI_KEY"), "sk-from-a-file\n");
        Path config = Files.createDirectories(directory.resolve("config"));
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint()) {
            Files.writeString(config.resolve("models.yaml"), """
                    models:
                      fast: {provider: openai-compatible, model: m, base-url: "%s", api-key: "${OPENAI_KEY}", free: true}
                    pools:
                      default: {try: [fast]}
                    """.formatted(endpoint.url()));
            endpoint.says(ScriptedEndpoint.answer("Fine."));
            try (HubProcess hub = new HubProcess(
                    directory.resolve("data"),
                    "--tutti.config=" + config,
                    "--spring.config.import=configtree:" + secrets + "/")) {
                hub.start();
                var answer = hub.send(hub.request("/v1/chat/completions")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"model\": \"fast\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}"))
                        .build());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(endpoint.requests().getFirst().getHeader("Authorization"))
                        .isEqualTo("Bearer sk-from-a-file");
                assertThat(hub.log()).doesNotContain("sk-from-a-file");
                assertThat(hub.get("/api/models").body()).doesNotContain("sk-from-a-file");
            }
        }
    }
}
