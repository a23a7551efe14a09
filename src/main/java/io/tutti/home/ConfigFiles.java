package io.tutti.home;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.core.env.PropertyResolver;

/** Reads the YAML files of the {@code config} directories. Safe for use by many threads. */
public interface ConfigFiles {

    /**
     * The files of {@code home}; for use without a running hub.
     *
     * @param properties what {@code ${NAME}} stands for, for example a {@code StandardEnvironment}
     */
    static ConfigFiles of(Home home, PropertyResolver properties) {
        return new YamlConfigFiles(home.config(), properties);
    }

    /**
     * The content of {@code name}.yaml: an object merged over all config directories, where a later directory's entry
     * replaces the entry of the same name one level under each top-level key. Empty when no directory has the file.
     * {@code ${NAME:default}} in a text value is replaced from the environment and Spring's properties.
     *
     * @param name without folder and extension, for example {@code models}
     * @throws WrongSetting when the file is no YAML or does not fit {@code schema/<name>.schema.json}
     */
    JsonNode read(String name);

    /**
     * Every {@code <folder>/<name>.yaml} by name; a later directory's file replaces an earlier one's. Checked against
     * {@code schema/<folder>.schema.json}.
     *
     * @throws WrongSetting as {@link #read}
     */
    Map<String, JsonNode> readFolder(String folder);

    /**
     * A complaint about what {@link #read} gave, to be thrown by its reader.
     *
     * @param name as for {@link #read}
     * @param pointer a JSON pointer to the wrong value, for example {@code /pools/default/try}
     * @param expected what was found and what was expected
     */
    default WrongSetting wrong(String name, String pointer, String expected) {
        return new WrongSetting(Path.of(name + ".yaml"), 0, expected);
    }
}
