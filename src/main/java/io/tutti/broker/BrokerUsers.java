package io.tutti.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * The embedded broker's users. The hub's own, which systems share that have none of their own, may send, read and create
 * queues. Others log in by name and token: they may send to the hub's doors, and read temporary queues and those that
 * begin with {@link Sender#ownQueues}. Nobody may use the broker's management address nor delete queues that last. Safe
 * for use by many threads.
 */
final class BrokerUsers implements ActiveMQSecurityManager5 {

    private static final Set<CheckType> ALLOWED = Set.of(
            CheckType.SEND,
            CheckType.CONSUME,
            CheckType.BROWSE,
            CheckType.CREATE_ADDRESS,
            CheckType.CREATE_DURABLE_QUEUE,
            CheckType.CREATE_NON_DURABLE_QUEUE,
            CheckType.DELETE_NON_DURABLE_QUEUE,
            CheckType.DELETE_ADDRESS);
    private static final Set<CheckType> ALLOWED_AT_DOORS =
            Set.of(CheckType.SEND, CheckType.CREATE_ADDRESS, CheckType.CREATE_DURABLE_QUEUE);
    private static final Set<String> DOORS = Set.of(Queues.TASKS, Queues.DECISIONS, Queues.CALLBACKS);
    private static final String BROKERS_OWN = "activemq.";

    /** The client names temporary queues so, which nobody can guess. */
    private static final Pattern TEMPORARY = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final String house;
    private final byte[] password;
    private final Logins logins;

    BrokerUsers(String house, String password, Logins logins) {
        this.house = house;
        this.password = password.getBytes(StandardCharsets.UTF_8);
        this.logins = logins;
    }

    @Override
    public @Nullable Subject authenticate(
            @Nullable String user, @Nullable String given, RemotingConnection connection, @Nullable String domain) {
        if (user == null || !validateUser(user, given)) {
            return null;
        }
        var subject = new Subject();
        subject.getPrincipals().add(new UserPrincipal(user));
        return subject;
    }

    @Override
    public boolean authorize(@Nullable Subject subject, Set<Role> roles, CheckType check, @Nullable String address) {
        return subject != null
                && subject.getPrincipals(UserPrincipal.class).stream()
                        .anyMatch(user -> may(user.getName(), check, address));
    }

    private boolean may(String user, CheckType check, @Nullable String address) {
        if (!ALLOWED.contains(check) || (address != null && address.startsWith(BROKERS_OWN))) {
            return false;
        }
        if (user.equals(house)) {
            return true;
        }
        if (address == null) {
            return false;
        }
        String name = address.replaceFirst("::.*$", "");
        boolean isDoor = DOORS.contains(name) || name.startsWith(Queues.TASKS + ".");
        return isDoor
                ? ALLOWED_AT_DOORS.contains(check)
                : name.startsWith(Sender.ownQueues(user))
                        || TEMPORARY.matcher(name).matches();
    }

    @Override
    public boolean validateUser(@Nullable String user, @Nullable String given) {
        if (user == null || given == null) {
            return false;
        }
        return user.equals(house)
                ? MessageDigest.isEqual(password, given.getBytes(StandardCharsets.UTF_8))
                : logins.know(user, given);
    }

    @Override
    public boolean validateUserAndRole(String user, String given, Set<Role> roles, CheckType check) {
        return validateUser(user, given) && user.equals(house) && ALLOWED.contains(check);
    }
}
