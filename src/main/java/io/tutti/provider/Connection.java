package io.tutti.provider;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;

/**
 * A model ready to be called.
 *
 * @param whole gives answers as a whole
 * @param streaming gives the same answers in parts, as they are made
 */
public record Connection(ChatModel whole, StreamingChatModel streaming) {}
