package io.tutti.console;

import java.util.Map;
import java.util.Set;
import javax.management.ObjectName;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What Hawtio may do in this process: see Camel and the basic figures of the Java machine, start and stop routes, use
 * kill switches, and reset and dump statistics. All else is hidden or denied: nothing can be written, no message, endpoint, queue, file,
 * logger or bean can be reached, and the Java machine's diagnostics are closed. Immutable.
 */
@Component
final class JolokiaRules implements Restrictor {

    private static final String CAMEL = "org.apache.camel";
    private static final String JAVA = "java.lang";
    private static final Set<String> HIDDEN_CAMEL = Set.of("tracer", "debugger", "dataformats", "vault");
    private static final Set<String> HIDDEN_JAVA_ATTRIBUTES = Set.of("SystemProperties", "InputArguments");
    private static final Set<RequestType> TYPES =
            Set.of(RequestType.READ, RequestType.LIST, RequestType.SEARCH, RequestType.VERSION, RequestType.EXEC);

    private static final Set<String> STATISTICS = Set.of(
            "reset",
            "dumpRoutesAsXml",
            "dumpRoutesAsYaml",
            "dumpRoutesStatsAsXml",
            "dumpStructuredRoutesStatsAsXml",
            "dumpRoutesCoverageAsXml",
            "dumpRoutesSourceLocationsAsXml",
            "dumpRouteAsXml",
            "dumpRouteAsYaml",
            "dumpRouteStatsAsXml",
            "dumpStepStatsAsXml",
            "dumpRouteSourceLocationsAsXml",
            "dumpStatsAsXml",
            "dumpStatsAsJSon",
            "statisticsAsJson",
            "listEndpoints");
    private static final Map<String, Set<String>> BEYOND_STATISTICS =
            Map.of("routes", Set.of("start", "stop"), "context", Set.of("suspend", "resume"));

    @Override
    public boolean isHttpMethodAllowed(HttpMethod method) {
        return true;
    }

    @Override
    public boolean isTypeAllowed(RequestType type) {
        return TYPES.contains(type);
    }

    @Override
    public boolean isAttributeReadAllowed(ObjectName bean, @Nullable String attribute) {
        return !isObjectNameHidden(bean) && !(isJava(bean) && HIDDEN_JAVA_ATTRIBUTES.contains(attribute));
    }

    @Override
    public boolean isAttributeWriteAllowed(ObjectName bean, String attribute) {
        return false;
    }

    @Override
    public boolean isOperationAllowed(ObjectName bean, String operation) {
        if (isKillSwitch(bean)) {
            return true;
        }
        if (isObjectNameHidden(bean) || !CAMEL.equals(bean.getDomain())) {
            return false;
        }
        int signature = operation.indexOf('(');
        String name = signature < 0 ? operation : operation.substring(0, signature);
        return STATISTICS.contains(name)
                || BEYOND_STATISTICS.getOrDefault(type(bean), Set.of()).contains(name);
    }

    @Override
    public boolean isRemoteAccessAllowed(String... addresses) {
        return true;
    }

    /**
     * The page of another origin reads no answer, since no header says that it may. Whether a request itself counts,
     * which is what Jolokia asks {@code strict}, is for the session and its CSRF token to say.
     */
    @Override
    public boolean isOriginAllowed(@Nullable String origin, boolean strict) {
        return strict;
    }

    @Override
    public boolean isObjectNameHidden(ObjectName bean) {
        if (CAMEL.equals(bean.getDomain())) {
            return HIDDEN_CAMEL.contains(type(bean));
        }
        return !isJava(bean) && !isKillSwitch(bean);
    }

    private static boolean isKillSwitch(ObjectName bean) {
        return KillSwitchBean.DOMAIN.equals(bean.getDomain());
    }

    private static boolean isJava(ObjectName bean) {
        return JAVA.equals(bean.getDomain());
    }

    private static String type(ObjectName bean) {
        String type = bean.getKeyProperty("type");
        return type == null ? "" : type.replace("\"", "");
    }
}
