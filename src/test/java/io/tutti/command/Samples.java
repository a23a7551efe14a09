package io.tutti.command;

/** Answers as the hub gives them. */
final class Samples {

    static final String ID = "0197d3a2-5b1c-7c3e-9f00-000000000001";

    static final String COMPLETED = """
            {"id":"%s","flow":"customer-support","status":"COMPLETED","input":"Where is my order HP-10023?",
             "output":{"reply":"Your order HP-10023 was shipped on 2026-11-20.","ticket":"T-1042","answers":[],"person":null},
             "error":null,"conversation":null,"key":"k-1","principal":"admin","tenant":"default",
             "cost":{"usd":"0.001234","inputTokens":812,"outputTokens":96,"modelCalls":2,"toolCalls":3},
             "createdAt":"2026-11-23T10:00:00.123456Z","endedAt":"2026-11-23T10:00:00.157456Z"}
            """.formatted(ID);

    static final String RUNNING = """
            {"id":"%s","flow":"customer-support","status":"RUNNING","input":{"text":"Hello"},"output":null,"error":null,
             "conversation":null,"key":"k-2","principal":"admin","tenant":"default",
             "cost":{"usd":"0.000000","inputTokens":0,"outputTokens":0,"modelCalls":0,"toolCalls":0},
             "createdAt":"2026-11-23T10:00:00Z","endedAt":null}
            """.formatted(ID);

    static final String FAILED = """
            {"id":"%s","flow":"customer-support","status":"FAILED","input":"Hello","output":null,
             "error":{"kind":"unavailable","message":"No model of pool default answered.","step":"answer"},
             "conversation":null,"key":"k-3","principal":"admin","tenant":"default",
             "cost":{"usd":"0.000000","inputTokens":0,"outputTokens":0,"modelCalls":1,"toolCalls":0},
             "createdAt":"2026-11-23T10:00:00Z","endedAt":"2026-11-23T10:01:30Z"}
            """.formatted(ID);

    static final String JOURNAL = """
            [{"seq":1,"key":"classify","kind":"step","status":"DONE","attempt":1,"startedAt":"2026-11-23T10:00:00Z",
              "durationMs":3,"input":null,"output":{"intent":"order-status"},"model":null,"cost":"0.000000","repeated":false},
             {"seq":2,"key":"answer/model-1","kind":"model","status":"DONE","attempt":2,"startedAt":"2026-11-23T10:00:01Z",
              "durationMs":1250,"input":"...","output":"It was shipped.","model":"fast","cost":"0.001234","repeated":true}]
            """;

    private Samples() {}
}
