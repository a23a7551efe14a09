package io.tutti.company;

import static org.assertj.core.api.Assertions.assertThat;

import io.tutti.check.Evidence;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** What the shipped connectors tell, on whichever database the sample company is. */
abstract class ConnectorContract {

    private static final String ANNA = "anna@example.com";
    private static final String JONAS = "jonas@example.com";
    private static final String INJECTION = "' or 1=1 --";

    /** The context with the connectors. */
    abstract ConnectorContext connectors();

    @Test
    void tellsACustomerWhereTheOrderIs() {
        assertThat(facts("database-orders-action", "order", "HP-10023", "customer", ANNA))
                .containsExactly(
                        "Order HP-10023 was shipped with DHL on 2026-11-18, tracking number JD014600003; it is expected"
                                + " on 2026-11-25.",
                        "Order HP-10023 of 2026-10-09 contains 1 x Alder bookcase, in total 279.00 USD.");
    }

    @Test
    void tellsAStrangerTheStateOfAShipmentAndNothingElse() {
        assertThat(facts("database-orders-action", "order", "hp-10023"))
                .containsExactly("Order HP-10023 was shipped with DHL on 2026-11-18; it is expected on 2026-11-25.");
    }

    @Test
    void tellsNothingAboutTheOrderOfAnotherCustomer() {
        assertThat(facts("database-orders-action", "order", "HP-10023", "customer", JONAS))
                .isEmpty();
        assertThat(facts("database-returns-action", "order", "HP-10023", "customer", JONAS))
                .isEmpty();
        assertThat(facts("database-invoices-action", "invoice", "INV-2026-0042", "customer", JONAS))
                .isEmpty();
        assertThat(facts("database-invoices-action", "order", "HP-10023", "customer", JONAS))
                .isEmpty();
    }

    @Test
    void tellsNothingPersonalWithoutACustomer() {
        assertThat(facts("database-returns-action", "order", "HP-10031")).isEmpty();
        assertThat(facts("database-invoices-action", "invoice", "INV-2026-0042"))
                .isEmpty();
        assertThat(sources("database-account-action")).allMatch(source -> source.startsWith("policy "));
    }

    @Test
    void findsTheOpenOrderOfACustomerWhoGivesNoNumber() {
        assertThat(facts("database-orders-action", "customer", "Anna@Example.com"))
                .first()
                .asString()
                .startsWith("Order HP-10023 was shipped");
    }

    @Test
    void tellsOfEveryStateOfAnOrder() {
        assertThat(facts("database-orders-action", "order", "HP-10129"))
                .containsExactly("Order HP-10129 is being packed and has not been shipped yet.");
        assertThat(facts("database-orders-action", "order", "HP-10047"))
                .containsExactly("Order HP-10047 was delivered by DHL on 2026-10-27.");
        assertThat(facts("database-orders-action", "order", "HP-10031"))
                .containsExactly(
                        "Order HP-10031 was delivered by Northway Freight on 2026-10-29 and has been returned to us since.");
        assertThat(facts("database-orders-action", "order", "HP-10005"))
                .containsExactly("Order HP-10005 was cancelled and will not be shipped.");
    }

    @Test
    void findsNothingForAnOrderThatDoesNotExist() {
        assertThat(facts("database-orders-action", "order", "HP-99999", "customer", ANNA))
                .isEmpty();
        assertThat(facts("database-orders-action", "text", "where is it?")).isEmpty();
    }

    @Test
    void takesAnAttackAsAValue() {
        for (var connector : List.of("orders", "returns", "invoices", "products", "account")) {
            for (var entry : List.of("order", "invoice", "sku", "product", "customer", "text")) {
                assertThat(sources("database-" + connector + "-action", entry, INJECTION))
                        .as("%s with %s", connector, entry)
                        .allMatch(source -> source.startsWith("policy "));
            }
        }
    }

    @Test
    void tellsHowFarARefundIsAndWhatIsAtStake() {
        var exchange = connectors().ask("database-returns-action", "order", "HP-10031", "customer", JONAS);

        assertThat(texts(exchange))
                .containsExactly(
                        "The return of order HP-10031 arrived on 2026-11-09; the refund of 1190.00 USD has not been"
                                + " paid yet and goes to your original payment card.",
                        "Order HP-10031 has already been returned.");
        assertThat(exchange.getVariable(Evidence.AMOUNT)).isEqualTo(new BigDecimal("1190.00"));
    }

    @Test
    void tellsUntilWhenAnOrderCanBeReturned() {
        assertThat(facts("database-returns-action", "order", "HP-10047", "customer", ANNA))
                .containsExactly("Order HP-10047 was delivered on 2026-10-27 and can be returned until 2026-11-26.");
    }

    @Test
    void addsThePoliciesToAQuestionWithoutANumber() {
        assertThat(facts("database-returns-action", "text", "can I send it back?"))
                .anyMatch(fact -> fact.contains("within 30 days of delivery"));
        assertThat(facts("database-invoices-action", "text", "when do I have to pay?"))
                .anyMatch(fact -> fact.contains("due 30 days later"));
        assertThat(facts("database-account-action", "text", "new address"))
                .anyMatch(fact -> fact.contains("My details"));
    }

    @Test
    void tellsTheStateOfAnInvoice() {
        assertThat(facts("database-invoices-action", "invoice", "INV-2026-0042", "customer", ANNA))
                .containsExactly("Invoice INV-2026-0042 for order HP-10047 over 129.90 USD was issued on 2026-10-20 and"
                        + " was paid on 2026-11-03.");
        assertThat(facts("database-invoices-action", "order", "HP-10023", "customer", ANNA))
                .containsExactly("Invoice INV-2026-0109 for order HP-10023 over 279.00 USD was issued on 2026-11-18, is"
                        + " due on 2026-12-18 and has not been paid yet.");
    }

    @Test
    void findsTheOpenInvoiceOfACustomerWhoGivesNoNumber() {
        assertThat(facts("database-invoices-action", "customer", ANNA))
                .first()
                .asString()
                .startsWith("Invoice INV-2026-0109");
    }

    @Test
    void tellsPriceStockAndWarrantyOfAProductNamedInTheText() {
        assertThat(facts("database-products-action", "text", "Is the Skerry floor lamp available?"))
                .containsExactly(
                        "The Skerry floor lamp (LMP-1001) costs 129.90 USD and is in stock, with 14 pieces ready to"
                                + " ship.",
                        "The Skerry floor lamp is 158 cm high, has an ash stem and a linen shade, and takes one E26"
                                + " bulb of up to 60 watts, which is included.",
                        "The Skerry floor lamp has a warranty of 24 months.");
    }

    @Test
    void findsAProductBySkuBySeriesAndByKind() {
        assertThat(sources("database-products-action", "sku", "kit-4006")).containsOnly("product KIT-4006");
        assertThat(sources("database-products-action", "product", "Pilot kettle"))
                .containsOnly("product KIT-4006");
        assertThat(sources("database-products-action", "text", "how big is the tarn?"))
                .containsOnly("product FUR-2002");
        assertThat(sources("database-products-action", "text", "does the lagoon come with screws"))
                .containsOnly("product DEC-5002");
        assertThat(sources("database-products-action", "text", "any kettles left?"))
                .containsOnly("product KIT-4006");
    }

    @Test
    void tellsWhenAProductComesBack() {
        assertThat(facts("database-products-action", "text", "beacon pendant light"))
                .anyMatch(fact -> fact.contains("out of stock; the next delivery is expected on 2026-12-04"));
    }

    @Test
    void tellsACustomerAboutTheOwnAccount() {
        assertThat(facts("database-account-action", "customer", ANNA))
                .startsWith("Your account anna@example.com has 1720 points, which makes you a gold customer.");
    }

    /** H2 2.3 may answer a query with parameters in a WITH clause from the rows of the one before. */
    @Test
    void neverAnswersFromAnotherCustomersRows() {
        for (var connector : List.of("orders", "returns", "invoices", "account")) {
            var anna = facts("database-" + connector + "-action", "customer", ANNA);
            var jonas = facts("database-" + connector + "-action", "customer", JONAS);

            assertThat(anna.getFirst()).as(connector).isNotEqualTo(jonas.getFirst());
        }
    }

    @Test
    void leavesTheQuestionInTheBody() {
        var exchange = connectors().ask("database-orders-action", "order", "HP-10023");

        assertThat(exchange.getMessage().getBody()).isEqualTo(Map.of("order", "HP-10023"));
        assertThat(exchange.getVariable("rows")).isNull();
    }

    @Test
    void opensOneTicketForOneKey() {
        var first = connectors().call("tool-open-ticket-action", ticket("task-1"));
        var again = connectors().call("tool-open-ticket-action", ticket("task-1"));
        var other = connectors().call("tool-open-ticket-action", ticket("task-2"));

        assertThat(first.getException()).isNull();
        assertThat(first.getVariable("ticketId", String.class)).matches("T-\\d{4,}");
        assertThat(again.getVariable("ticketId")).isEqualTo(first.getVariable("ticketId"));
        assertThat(other.getVariable("ticketId")).isNotEqualTo(first.getVariable("ticketId"));
    }

    @Test
    void opensATicketForAQuestionWithoutACustomer() {
        var exchange = connectors()
                .call("tool-open-ticket-action", Map.of("ticketKey", "task-3", "question", Map.of("text", "Open?")));

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getVariable("ticketId")).isNotNull();
    }

    private List<String> facts(String connector, String... entries) {
        return texts(connectors().ask(connector, entries));
    }

    private List<String> sources(String connector, String... entries) {
        return column(connectors().ask(connector, entries), "source");
    }

    private static List<String> texts(Exchange exchange) {
        return column(exchange, "text");
    }

    private static List<String> column(Exchange exchange, String name) {
        assertThat(exchange.getException()).isNull();
        List<?> evidence = exchange.getVariable(Evidence.VARIABLE, List.class);
        return evidence.stream()
                .map(fact -> (String) ((Map<?, ?>) fact).get(name))
                .toList();
    }

    private static Map<String, Object> ticket(String key) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("ticketKey", key);
        variables.put("question", Map.of("text", "Where's my order?", "customer", ANNA));
        variables.put("answer", "It is on its way; isn't it?");
        variables.put("category", "order-status");
        return variables;
    }
}
