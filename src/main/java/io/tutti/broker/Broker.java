package io.tutti.broker;

import java.time.Duration;

/** The broker that the hub speaks to. */
sealed interface Broker extends AutoCloseable {

    /** Its address, as the Artemis client takes it. */
    String url();

    /** The user's name. */
    String user();

    /** The user's password. */
    String password();

    /** Whether it is certain that no queue of this name exists; sending to it would make one that nobody reads. */
    boolean lacks(String queue);

    @Override
    void close() throws Exception;

    /** A broker that somebody else runs. */
    record Outside(String url, String user, String password) implements Broker {

        /** Rides out a fail-over; after that the pool makes a new connection. */
        private static final String RECONNECT = "reconnectAttempts=10&retryInterval=500&retryIntervalMultiplier=1.5"
                + "&maxRetryInterval=" + Duration.ofSeconds(5).toMillis();

        @Override
        public String url() {
            return url.contains("reconnectAttempts") ? url : url + (url.contains("?") ? "&" : "?") + RECONNECT;
        }

        @Override
        public boolean lacks(String queue) {
            return false;
        }

        @Override
        public void close() {
            // It is not ours to stop.
        }

        @Override
        public String toString() {
            return "broker at " + url;
        }
    }

    /** Artemis in this process. */
    record Embedded(EmbeddedBroker artemis, String user, String password) implements Broker {

        @Override
        public String url() {
            return artemis.url();
        }

        @Override
        public boolean lacks(String queue) {
            return !artemis.hasQueue(queue);
        }

        @Override
        public void close() throws Exception {
            artemis.close();
        }

        @Override
        public String toString() {
            return "embedded broker";
        }
    }
}
