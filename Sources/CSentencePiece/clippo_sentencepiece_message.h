#ifndef CLIPPO_SENTENCEPIECE_MESSAGE_H
#define CLIPPO_SENTENCEPIECE_MESSAGE_H
#include <exception>
#include <string>

/// Writes a sentence that may be too long for its place.
void clippo_sentencepiece_say(char *message, const std::string &text);

/// Runs `body`; an exception becomes a sentence and `failure`.
template <typename Result, typename Body>
Result clippo_sentencepiece_guarded(char *message, Result failure, Body body) {
  try {
    return body();
  } catch (const std::exception &error) {
    clippo_sentencepiece_say(message, error.what());
  } catch (...) {
    clippo_sentencepiece_say(message, "an unknown failure of the library");
  }
  return failure;
}

#endif
