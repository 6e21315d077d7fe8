#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <unordered_map>
#include <utility>

#include "clippo_sentencepiece.h"
#include "clippo_sentencepiece_message.h"

namespace {

/// Sentences that lie one after another.
class sentences final : public sentencepiece::SentenceIterator {
 public:
  sentences(const char *text, const ptrdiff_t *offsets, size_t count) : text_(text), offsets_(offsets), count_(count) {
    load();
  }
  bool done() const override { return at_ >= count_; }
  void Next() override {
    at_++;
    load();
  }
  const std::string &value() const override { return value_; }
  // The type of a status is SentencePiece's own until 0.2.0, Abseil's behind it.
  decltype(std::declval<const sentencepiece::SentenceIterator &>().status()) status() const override { return {}; }

 private:
  void load() {
    if (at_ < count_) value_.assign(text_ + offsets_[at_], offsets_[at_ + 1] - offsets_[at_]);
  }
  const char *text_;
  const ptrdiff_t *offsets_;
  size_t count_, at_ = 0;
  std::string value_;
};

/// Padding, end and unknown as T5 and big_vision number them; no begin token.
std::unordered_map<std::string, std::string> arguments(const clippo_sentencepiece_training &training) {
  return {
      {"vocab_size", std::to_string(training.vocabulary_size)},
      // Few captions may not hold so many pieces; then there are fewer.
      {"hard_vocab_limit", "false"},
      {"model_type", training.is_bpe ? "bpe" : "unigram"},
      {"character_coverage", std::to_string(training.character_coverage)},
      {"byte_fallback", training.byte_fallback ? "true" : "false"},
      {"normalization_rule_name", training.normalization},
      {"pad_id", "0"},
      {"eos_id", "1"},
      {"unk_id", "2"},
      {"bos_id", "-1"},
      {"num_threads", "1"},
      {"shuffle_input_sentence", "false"},
      {"max_sentence_length", "65536"},
      {"minloglevel", "3"},
  };
}

}  // namespace

int clippo_sentencepiece_train(const clippo_sentencepiece_training *training, const char *text, const ptrdiff_t *offsets,
                               size_t count, uint8_t **out, size_t *out_count, char *message) {
  *out = nullptr;
  *out_count = 0;
  return clippo_sentencepiece_guarded(message, 0, [&] {
    sentencepiece::SetRandomGeneratorSeed(1);
    sentences iterator(text, offsets, count);
    std::string model;
    auto status = sentencepiece::SentencePieceTrainer::Train(arguments(*training), &iterator, &model);
    if (!status.ok()) {
      clippo_sentencepiece_say(message, status.ToString());
      return 0;
    }
    *out = static_cast<uint8_t *>(std::malloc(model.size()));
    if (!*out) {
      clippo_sentencepiece_say(message, "out of memory");
      return 0;
    }
    std::memcpy(*out, model.data(), model.size());
    *out_count = model.size();
    return 1;
  });
}

void clippo_sentencepiece_free(uint8_t *bytes) { std::free(bytes); }
