package io.tutti.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs checkpoints by Ed25519 (RFC 8032), so that who has only the public key can check them. The private key is
 * derived from {@code data/secrets/audit.key}: there is no second secret to keep. Safe for use by many threads.
 */
final class CheckpointKey {

    private static final String ALGORITHM = "Ed25519";
    private static final String PURPOSE = "tutti audit checkpoint";
    private static final String MAC = "HmacSHA256";

    private final KeyPair pair;

    CheckpointKey(byte[] auditKey) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(auditKey, MAC));
            byte[] seed = mac.doFinal(PURPOSE.getBytes(StandardCharsets.UTF_8));
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
            this.pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform from 15 on has Ed25519.", e);
        }
    }

    Checkpoint sign(Seal seal, Instant at) {
        var open = new Checkpoint(seal.id(), seal.hash(), at, "");
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(pair.getPrivate());
            signature.update(open.signedBytes());
            return new Checkpoint(
                    seal.id(), seal.hash(), at, Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A checkpoint cannot be signed.", e);
        }
    }

    /** Whether this key signed {@code checkpoint}. */
    boolean signed(Checkpoint checkpoint) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(pair.getPublic());
            signature.update(checkpoint.signedBytes());
            return signature.verify(Base64.getDecoder().decode(checkpoint.signature()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** The public key as OpenSSL reads it. */
    String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** An Ed25519 private key is any 32 bytes, and the generator takes them from here. */
    private static final class Seed extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }
}
