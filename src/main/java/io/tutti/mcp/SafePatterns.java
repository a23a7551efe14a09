package io.tutti.mcp;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.regex.RegularExpression;

/** Patterns in schemas of strangers, matched in a time linear in the text. */
final class SafePatterns {

    private SafePatterns() {}

    /** What makes a schema use them. One with a pattern that RE2 does not know, such as a look-ahead, is refused. */
    static SchemaValidatorsConfig config() {
        return SchemaValidatorsConfig.builder()
                .regularExpressionFactory(SafePatterns::compile)
                .build();
    }

    private static RegularExpression compile(String pattern) {
        try {
            Pattern compiled = Pattern.compile(pattern);
            return text -> compiled.matcher(text).find();
        } catch (PatternSyntaxException e) {
            throw new JsonSchemaException(e);
        }
    }
}
