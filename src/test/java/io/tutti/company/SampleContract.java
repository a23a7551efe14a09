package io.tutti.company;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;

/** What the sample holds, on whichever database it was created. */
abstract class SampleContract {

    /** The database with the sample in it. */
    abstract HikariDataSource database();

    @Test
    void hasEnoughRowsToBeWorthAsking() {
        assertThat(count("customer")).isGreaterThanOrEqualTo(40);
        assertThat(count("product")).isGreaterThanOrEqualTo(30);
        assertThat(count("customer_order")).isGreaterThanOrEqualTo(120);
        assertThat(count("invoice")).isGreaterThanOrEqualTo(100);
        assertThat(count("article")).isGreaterThanOrEqualTo(60);
    }

    @Test
    void isCreatedOnlyOnce() {
        long before = count("customer_order");

        new CompanySchema(database()).createSample();

        assertThat(count("customer_order")).isEqualTo(before);
    }

    @Test
    void agreesWithItself() {
        assertThat(count("customer_order o WHERE total <> (SELECT SUM(l.quantity * l.price) FROM company.order_line l"
                        + " WHERE l.order_number = o.number)"))
                .isZero();
        assertThat(
                        count(
                                "invoice i JOIN company.customer_order o ON o.number = i.order_number WHERE i.amount <> o.total"))
                .isZero();
        assertThat(count("customer_order o LEFT JOIN company.shipment s ON s.order_number = o.number WHERE"
                        + " (s.order_number IS NULL) <> (o.status IN ('processing', 'cancelled'))"))
                .isZero();
        assertThat(count("shipment WHERE shipped_on > expected_on OR delivered_on < shipped_on"))
                .isZero();
        assertThat(count("invoice WHERE (status = 'paid') <> (paid_on IS NOT NULL)"))
                .isZero();
    }

    private long count(String from) {
        return SampleCompany.count(database(), from);
    }
}
