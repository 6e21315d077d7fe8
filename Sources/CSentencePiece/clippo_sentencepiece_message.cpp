#include "clippo_sentencepiece_message.h"

#include <cstring>

#include "clippo_sentencepiece.h"

void clippo_sentencepiece_say(char *message, const std::string &text) {
  if (!message) return;
  size_t count = text.size() < CLIPPO_SENTENCEPIECE_MESSAGE - 1 ? text.size() : CLIPPO_SENTENCEPIECE_MESSAGE - 1;
  std::memcpy(message, text.data(), count);
  message[count] = 0;
}
