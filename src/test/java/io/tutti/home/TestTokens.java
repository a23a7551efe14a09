package io.tutti.home;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bearer tokens of principals in tests. */
public final class TestTokens {

    private TestTokens() {}

    /** The token of {@code principal}. */
    public static String of(String principal) {
        return "token-of-" + principal;
    }

    /** Its hash, as access.yaml has it. */
    public static String hash(String principal) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(of(principal).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
