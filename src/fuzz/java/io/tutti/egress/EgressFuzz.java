package io.tutti.egress;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.tutti.fuzz.Soon;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Written addresses in whatever form: none of a neighbour of this machine, where clouds keep their metadata, is connected to. */
public final class EgressFuzz {

    private static final Egress EGRESS = new Egress(EgressSettings.NONE);

    private static final String[] BEGINNINGS = {
        "", "169.254.", "2852039", "0xa9fe", "0251.0376.", "[::ffff:a9fe:", "[::ffff:169.254.", "[fe80:", "[64:ff9b::a9fe:"
    };

    private EgressFuzz() {}

    /** Asks for one. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        String host = data.pickValue(BEGINNINGS) + data.consumeRemainingAsString();
        if (!isDigits(host)) {
            return;
        }
        URI url;
        try {
            url = new URI("http", host, "/", null);
        } catch (URISyntaxException e) {
            return;
        }
        boolean[] isLet = {false};
        Soon.orRefused(() -> {
            EGRESS.require(url);
            isLet[0] = true;
        });
        if (isLet[0] && isNeighbour(host)) {
            throw new AssertionError(url + " leads to a neighbour");
        }
    }

    /** Only what needs no look into a name service. */
    private static boolean isDigits(String host) {
        return host.matches("[0-9.]+|\\[[0-9a-fA-F:.]+]");
    }

    private static boolean isNeighbour(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).anyMatch(InetAddress::isLinkLocalAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
