package io.tutti.access;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.google.protobuf.NullValue;
import com.google.protobuf.Timestamp;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelVariableResolver;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a rule counts: an expression in CEL, the Common Expression Language (cel.dev), which always ends and reaches
 * nothing but its variables: {@code args} (map), {@code principal}, {@code tenant}, {@code flow}, {@code dataClass}
 * (texts, the flow empty outside a task, the class empty where nobody said one), {@code roles} (list of texts) and
 * {@code now} (timestamp). Immutable, for use by many threads.
 */
final class Condition {

    private static final int MOST_ROUNDS = 10_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .comprehensionMaxIterations(MOST_ROUNDS)
            .build();

    private final String text;
    private final CelRuntime.Program program;

    private Condition(String text, CelRuntime.Program program) {
        this.text = text;
        this.program = program;
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException when it is none, or gives no true or false; the message says where
     */
    static Condition of(String text) {
        try {
            var checked = compiler().compile(text).getAst();
            return new Condition(
                    text,
                    CelRuntimeFactory.standardCelRuntimeBuilder()
                            .setOptions(OPTIONS)
                            .build()
                            .createProgram(checked));
        } catch (CelValidationException e) {
            String first = e.getErrors().getFirst().getMessage();
            throw new IllegalArgumentException("'" + text + "' is no condition in CEL: " + first + ".", e);
        } catch (CelEvaluationException e) {
            throw new IllegalArgumentException("'" + text + "' cannot be evaluated: " + e.getMessage() + ".", e);
        }
    }

    /** Whether it holds; empty when it cannot be said, for example because an argument is missing. */
    Optional<Boolean> holds(Asked asked, Instant now) {
        try {
            CelVariableResolver variables = name -> Optional.ofNullable(variable(name, asked, now));
            return Optional.of(Boolean.TRUE.equals(program.eval(variables)));
        } catch (CelEvaluationException e) {
            return Optional.empty();
        }
    }

    /** Made when an expression asks for it; null for none. */
    private static @Nullable Object variable(String name, Asked asked, Instant now) {
        return switch (name) {
            case "args" ->
                asked.arguments().entrySet().stream()
                        .collect(toUnmodifiableMap(Map.Entry::getKey, entry -> value(entry.getValue())));
            case "principal" -> asked.caller().principal();
            case "tenant" -> asked.caller().tenant();
            case "roles" -> List.copyOf(asked.caller().roles());
            case "flow" -> asked.flow() == null ? "" : asked.flow();
            case "dataClass" -> asked.dataClass() == null ? "" : asked.dataClass();
            case "now" ->
                Timestamp.newBuilder()
                        .setSeconds(now.getEpochSecond())
                        .setNanos(now.getNano())
                        .build();
            default -> null;
        };
    }

    @Override
    public String toString() {
        return text;
    }

    /** As CEL has it: whole numbers of 64 bits, others as double. */
    private static Object value(@Nullable Object value) {
        return switch (value) {
            case null -> NullValue.NULL_VALUE;
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .collect(toUnmodifiableMap(
                                entry -> String.valueOf(entry.getKey()), entry -> value(entry.getValue())));
            case List<?> list -> list.stream().map(Condition::value).toList();
            case Integer whole -> whole.longValue();
            case Long whole -> whole;
            case Number number -> number.doubleValue();
            default -> value;
        };
    }

    private static CelCompiler compiler() {
        return CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addVar("args", MapType.create(SimpleType.STRING, SimpleType.DYN))
                .addVar("principal", SimpleType.STRING)
                .addVar("tenant", SimpleType.STRING)
                .addVar("flow", SimpleType.STRING)
                .addVar("dataClass", SimpleType.STRING)
                .addVar("roles", ListType.create(SimpleType.STRING))
                .addVar("now", SimpleType.TIMESTAMP)
                .setResultType(SimpleType.BOOL)
                .build();
    }
}
