package io.tutti.model;

import io.tutti.check.OutputCheck;

/** One check of a pool; its name is the key in {@code checks} of models.yaml. */
sealed interface PoolCheck {

    String name();

    /** A check of the answer alone. */
    record Plain(OutputCheck check) implements PoolCheck {

        @Override
        public String name() {
            return check.name();
        }
    }

    /**
     * Every sentence of the answer is near enough to one of the evidence.
     *
     * @param least the similarity that each needs, 0 to 1
     */
    record Supported(double least) implements PoolCheck {

        static final String NAME = "supported";

        @Override
        public String name() {
            return NAME;
        }
    }

    /**
     * Another model finds the answer good enough.
     *
     * @param model its name
     * @param asks what it is asked of the answer
     * @param least the mark that the answer needs, 0 to 1
     */
    record Judge(String model, String asks, double least) implements PoolCheck {

        static final String NAME = "judge";

        @Override
        public String name() {
            return NAME;
        }
    }

    /**
     * A route of the user's finds nothing wrong.
     *
     * @param route the name of its {@code direct:} endpoint
     */
    record ByRoute(String route) implements PoolCheck {

        static final String NAME = "route";

        @Override
        public String name() {
            return NAME + " " + route;
        }
    }
}
