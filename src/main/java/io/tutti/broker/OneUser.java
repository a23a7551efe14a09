package io.tutti.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * The embedded broker's only user. It may send, read and create queues; it may not use the broker's management address
 * nor delete queues that last. Safe for use by many threads.
 */
final class OneUser implements ActiveMQSecurityManager5 {

    private static final Set<CheckType> ALLOWED = Set.of(
            CheckType.SEND,
            CheckType.CONSUME,
            CheckType.BROWSE,
            CheckType.CREATE_ADDRESS,
            CheckType.CREATE_DURABLE_QUEUE,
            CheckType.CREATE_NON_DURABLE_QUEUE,
            CheckType.DELETE_NON_DURABLE_QUEUE,
            CheckType.DELETE_ADDRESS);
    private static final String BROKERS_OWN = "activemq.";

    private final String name;
    private final byte[] password;

    OneUser(String name, String password) {
        this.name = name;
        this.password = password.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable Subject authenticate(
            @Nullable String user, @Nullable String given, RemotingConnection connection, @Nullable String domain) {
        if (!validateUser(user, given)) {
            return null;
        }
        var subject = new Subject();
        subject.getPrincipals().add(new UserPrincipal(name));
        return subject;
    }

    @Override
    public boolean authorize(@Nullable Subject subject, Set<Role> roles, CheckType check, @Nullable String address) {
        return subject != null && ALLOWED.contains(check) && (address == null || !address.startsWith(BROKERS_OWN));
    }

    @Override
    public boolean validateUser(@Nullable String user, @Nullable String given) {
        return name.equals(user)
                && given != null
                && MessageDigest.isEqual(password, given.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean validateUserAndRole(String user, String given, Set<Role> roles, CheckType check) {
        return validateUser(user, given) && ALLOWED.contains(check);
    }
}
