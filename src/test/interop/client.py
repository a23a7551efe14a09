"""OpenAI's Python client and LangChain's, as they come, against the hub. Prints a line for each thing that works."""
import json
import os

import openai
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from pydantic import BaseModel

HUB = os.environ["HUB"]
TOKEN = os.environ["TOKEN"]
client = openai.OpenAI(base_url=HUB, api_key=TOKEN, max_retries=0)
messages = [{"role": "user", "content": "Where is order 1?"}]
TOOL = {
    "type": "function",
    "function": {
        "name": "find_order",
        "parameters": {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]},
    },
}


def done(what):
    print("python: " + what, flush=True)


class Place(BaseModel):
    city: str


whole = client.chat.completions.create(model="pool", messages=messages)
assert whole.choices[0].message.content == "It was shipped."
assert whole.usage.total_tokens == 27
done("chat completion")

chunks = list(
    client.chat.completions.create(
        model="pool", messages=messages, stream=True, stream_options={"include_usage": True}
    )
)
assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == "It was shipped."
assert chunks[-1].usage.total_tokens == 27
done("stream with usage")

asked = client.chat.completions.create(model="pool", messages=messages, tools=[TOOL])
call = asked.choices[0].message.tool_calls[0]
assert json.loads(call.function.arguments) == {"id": 1}
answered = client.chat.completions.create(
    model="pool",
    tools=[TOOL],
    messages=messages
    + [asked.choices[0].message, {"role": "tool", "tool_call_id": call.id, "content": "on a truck"}],
)
assert answered.choices[0].message.content == "It was shipped."
done("tools")

parsed = client.chat.completions.parse(model="pool", messages=messages, response_format=Place)
assert parsed.choices[0].message.parsed == Place(city="Berlin")
done("JSON of a schema")

response = client.responses.create(model="pool", input="Where is order 1?")
assert response.output_text == "It was shipped."
with client.responses.stream(model="pool", input="Where is order 1?") as stream:
    assert stream.get_final_response().output_text == "It was shipped."
done("responses")

vectors = client.embeddings.create(model="all-minilm-l6-v2", input=["a parcel", "a package"])
assert len(vectors.data[1].embedding) == 384
assert "flow:customer-support" in [model.id for model in client.models.list()]
done("embeddings and models")

for wrong, error in [({"model": "gpt-99"}, openai.NotFoundError), ({"model": "pool", "n": 2}, openai.BadRequestError)]:
    try:
        client.chat.completions.create(messages=messages, **wrong)
        raise AssertionError(wrong)
    except error:
        pass
done("errors")

chat = ChatOpenAI(model="pool", base_url=HUB, api_key=TOKEN, max_retries=0)
assert chat.invoke("Where is order 1?").content == "It was shipped."
assert "".join(part.content for part in chat.stream("Where is order 1?")) == "It was shipped."


@tool
def find_order(id: int) -> str:
    """Finds an order."""
    return "on a truck"


bound = chat.bind_tools([find_order])
first = bound.invoke("Where is order 1?")
assert first.tool_calls[0]["args"] == {"id": 1}
second = bound.invoke(
    [HumanMessage("Where is order 1?"), first, ToolMessage("on a truck", tool_call_id=first.tool_calls[0]["id"])]
)
assert second.content == "It was shipped."
assert chat.with_structured_output(Place).invoke("Where is it?") == Place(city="Berlin")
texts = OpenAIEmbeddings(
    model="all-minilm-l6-v2", base_url=HUB, api_key=TOKEN, check_embedding_ctx_length=False
).embed_documents(["a parcel", "a package"])
assert len(texts) == 2 and len(texts[0]) == 384
done("LangChain: invoke, stream, tools, structured output, embeddings")
