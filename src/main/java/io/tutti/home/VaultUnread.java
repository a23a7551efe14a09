package io.tutti.home;

import org.springframework.core.NestedExceptionUtils;

/** The settings that lie in a vault cannot be read; it stops the start. */
final class VaultUnread extends RuntimeException {

    private static final long serialVersionUID = 1L;

    VaultUnread(String path, String vault, RuntimeException cause) {
        super(
                "tutti.vault.path is '%s', which the vault %s did not give: %s. See vault.uri, vault.authentication and vault.token."
                        .formatted(
                                path,
                                vault,
                                NestedExceptionUtils.getMostSpecificCause(cause).getMessage()),
                cause);
    }
}
