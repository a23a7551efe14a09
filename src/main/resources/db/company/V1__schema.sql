-- The sample company Harbour & Pine, a shop for home goods. Runs on H2 and PostgreSQL.
CREATE SCHEMA IF NOT EXISTS company;

CREATE TABLE IF NOT EXISTS company.customer (
    email     VARCHAR(120) PRIMARY KEY,
    name      VARCHAR(120) NOT NULL,
    tier      VARCHAR(20)  NOT NULL CHECK (tier IN ('standard', 'silver', 'gold')),
    city      VARCHAR(80)  NOT NULL,
    opened_on DATE         NOT NULL,
    points    INTEGER      NOT NULL
);

CREATE TABLE IF NOT EXISTS company.product (
    sku             VARCHAR(20)    PRIMARY KEY,
    series          VARCHAR(40)    NOT NULL,
    kind            VARCHAR(60)    NOT NULL,
    name            VARCHAR(120)   NOT NULL UNIQUE,
    category        VARCHAR(40)    NOT NULL,
    price           NUMERIC(10, 2) NOT NULL,
    stock           INTEGER        NOT NULL,
    made_to_order   BOOLEAN        NOT NULL,
    restock_on      DATE,
    description     VARCHAR(500)   NOT NULL,
    warranty_months INTEGER        NOT NULL
);

CREATE TABLE IF NOT EXISTS company.customer_order (
    number     VARCHAR(20)    PRIMARY KEY,
    customer   VARCHAR(120)   NOT NULL REFERENCES company.customer (email),
    ordered_on DATE           NOT NULL,
    status     VARCHAR(20)    NOT NULL
        CHECK (status IN ('processing', 'shipped', 'delivered', 'returned', 'cancelled')),
    total      NUMERIC(10, 2) NOT NULL
);
CREATE INDEX IF NOT EXISTS customer_order_customer ON company.customer_order (customer);

CREATE TABLE IF NOT EXISTS company.order_line (
    order_number VARCHAR(20)    NOT NULL REFERENCES company.customer_order (number),
    line         INTEGER        NOT NULL,
    sku          VARCHAR(20)    NOT NULL REFERENCES company.product (sku),
    quantity     INTEGER        NOT NULL,
    price        NUMERIC(10, 2) NOT NULL,
    PRIMARY KEY (order_number, line)
);

CREATE TABLE IF NOT EXISTS company.shipment (
    order_number VARCHAR(20) PRIMARY KEY REFERENCES company.customer_order (number),
    carrier      VARCHAR(40) NOT NULL,
    tracking     VARCHAR(40) NOT NULL UNIQUE,
    shipped_on   DATE        NOT NULL,
    expected_on  DATE        NOT NULL,
    delivered_on DATE
);

CREATE TABLE IF NOT EXISTS company.invoice (
    number       VARCHAR(20)    PRIMARY KEY,
    order_number VARCHAR(20)    NOT NULL REFERENCES company.customer_order (number),
    issued_on    DATE           NOT NULL,
    due_on       DATE           NOT NULL,
    paid_on      DATE,
    amount       NUMERIC(10, 2) NOT NULL,
    status       VARCHAR(20)    NOT NULL CHECK (status IN ('open', 'paid', 'overdue', 'cancelled'))
);
CREATE INDEX IF NOT EXISTS invoice_order_number ON company.invoice (order_number);

CREATE TABLE IF NOT EXISTS company.refund (
    number       VARCHAR(20)    PRIMARY KEY,
    order_number VARCHAR(20)    NOT NULL REFERENCES company.customer_order (number),
    requested_on DATE           NOT NULL,
    received_on  DATE,
    paid_on      DATE,
    amount       NUMERIC(10, 2) NOT NULL,
    method       VARCHAR(40)    NOT NULL,
    reason       VARCHAR(200)   NOT NULL,
    status       VARCHAR(20)    NOT NULL CHECK (status IN ('requested', 'received', 'paid', 'refused'))
);
CREATE INDEX IF NOT EXISTS refund_order_number ON company.refund (order_number);

CREATE TABLE IF NOT EXISTS company.policy (
    name  VARCHAR(60)  PRIMARY KEY,
    topic VARCHAR(40)  NOT NULL,
    text  VARCHAR(500) NOT NULL
);

CREATE TABLE IF NOT EXISTS company.article (
    id    INTEGER       PRIMARY KEY,
    topic VARCHAR(40)   NOT NULL,
    title VARCHAR(200)  NOT NULL,
    body  VARCHAR(2000) NOT NULL
);

CREATE TABLE IF NOT EXISTS company.ticket (
    id              BIGINT GENERATED ALWAYS AS IDENTITY (START WITH 5001) PRIMARY KEY,
    idempotency_key VARCHAR(200) NOT NULL UNIQUE,
    customer        VARCHAR(120),
    question        TEXT         NOT NULL,
    answer          TEXT,
    category        VARCHAR(60)  NOT NULL,
    status          VARCHAR(20)  NOT NULL,
    created_at      TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL
);
