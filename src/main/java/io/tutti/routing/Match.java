package io.tutti.routing;

/**
 * What a text was found to mean.
 *
 * @param intent the intent's name, or {@link #NONE} when nothing fits
 * @param to where the intents file sends it, or {@link #NONE} when nothing fits
 * @param confidence 0 to 1, of {@code nearest}
 * @param threshold what {@code nearest} needs to fit, 0 to 1
 * @param nearest the likeliest intent, also when it does not fit
 */
public record Match(String intent, String to, double confidence, double threshold, String nearest) {

    /** The name of "nothing fits"; in an intents file, of the intent whose examples are out of scope. */
    public static final String NONE = "none";

    /** Whether the text means one of the intents, by the file's threshold. */
    public boolean fits() {
        return !intent.equals(NONE);
    }
}
