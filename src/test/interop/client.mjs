// OpenAI's JavaScript client, as it comes, against the hub. Prints a line for each thing that works.
import assert from 'node:assert/strict';
import OpenAI from 'openai';

const client = new OpenAI({baseURL: process.env.HUB, apiKey: process.env.TOKEN, maxRetries: 0});
const messages = [{role: 'user', content: 'Where is order 1?'}];
const tools = [{
  type: 'function',
  function: {name: 'find_order', parameters: {type: 'object', properties: {id: {type: 'integer'}}, required: ['id']}},
}];
const done = (what) => console.log(`javascript: ${what}`);

const whole = await client.chat.completions.create({model: 'pool', messages});
assert.equal(whole.choices[0].message.content, 'It was shipped.');
assert.equal(whole.usage.total_tokens, 27);
done('chat completion');

let text = '';
let usage;
for await (const chunk of await client.chat.completions.create(
    {model: 'pool', messages, stream: true, stream_options: {include_usage: true}})) {
  text += chunk.choices[0]?.delta?.content ?? '';
  usage = chunk.usage ?? usage;
}
assert.equal(text, 'It was shipped.');
assert.equal(usage.total_tokens, 27);
done('stream with usage');

const asked = await client.chat.completions.create({model: 'pool', messages, tools});
const call = asked.choices[0].message.tool_calls[0];
assert.equal(asked.choices[0].finish_reason, 'tool_calls');
assert.deepEqual(JSON.parse(call.function.arguments), {id: 1});
const answered = await client.chat.completions.create({
  model: 'pool', tools,
  messages: [...messages, asked.choices[0].message, {role: 'tool', tool_call_id: call.id, content: 'on a truck'}],
});
assert.equal(answered.choices[0].message.content, 'It was shipped.');
done('tools');

const runner = client.chat.completions.stream({model: 'pool', messages, tools});
const final = await runner.finalChatCompletion();
assert.equal(final.choices[0].message.tool_calls[0].function.name, 'find_order');
done('streamed tools');

const json = await client.chat.completions.create({
  model: 'pool', messages,
  response_format: {type: 'json_schema', json_schema: {name: 'place', strict: true, schema: {
    type: 'object', properties: {city: {type: 'string'}}, required: ['city'], additionalProperties: false}}},
});
assert.deepEqual(JSON.parse(json.choices[0].message.content), {city: 'Berlin'});
done('JSON of a schema');

const response = await client.responses.create({model: 'pool', input: 'Where is order 1?'});
assert.equal(response.output_text, 'It was shipped.');
const events = [];
for await (const event of await client.responses.create({model: 'pool', input: 'Where is order 1?', stream: true})) {
  events.push(event.type);
}
assert.equal(events[0], 'response.created');
assert.equal(events.at(-1), 'response.completed');
done('responses');

const vectors = await client.embeddings.create({model: 'all-minilm-l6-v2', input: ['a parcel', 'a package']});
assert.equal(vectors.data[1].embedding.length, 384);
done('embeddings');

const names = [];
for await (const model of client.models.list()) {
  names.push(model.id);
}
assert.ok(names.includes('flow:customer-support'));
done('models');

await assert.rejects(client.chat.completions.create({model: 'gpt-99', messages}), OpenAI.NotFoundError);
await assert.rejects(client.chat.completions.create({model: 'pool', messages, n: 2}), OpenAI.BadRequestError);
await assert.rejects(new OpenAI({baseURL: process.env.HUB, apiKey: 'x', maxRetries: 0}).models.list(), OpenAI.AuthenticationError);
done('errors');
