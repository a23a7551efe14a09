package io.tutti.openai;

import dev.langchain4j.model.chat.request.ChatRequest;

/**
 * A chat completion that is asked for.
 *
 * @param model as its caller names it
 * @param chat what is said, and how the answer is wanted
 * @param isStream whether the answer is wanted in parts
 * @param showsUsage whether a stream ends with its usage
 */
record AskedChat(String model, ChatRequest chat, boolean isStream, boolean showsUsage) {}
