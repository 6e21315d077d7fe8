#include <sentencepiece_processor.h>

#include <memory>
#include <vector>

#include "clippo_sentencepiece.h"
#include "clippo_sentencepiece_message.h"

struct clippo_sentencepiece {
  sentencepiece::SentencePieceProcessor processor;
};

clippo_sentencepiece *clippo_sentencepiece_create(const uint8_t *bytes, size_t count, char *message) {
  return clippo_sentencepiece_guarded<clippo_sentencepiece *>(message, nullptr, [&]() -> clippo_sentencepiece * {
    auto model = std::make_unique<clippo_sentencepiece>();
    auto status = model->processor.LoadFromSerializedProto({reinterpret_cast<const char *>(bytes), count});
    if (status.ok()) return model.release();
    clippo_sentencepiece_say(message, status.ToString());
    return nullptr;
  });
}

void clippo_sentencepiece_destroy(clippo_sentencepiece *model) { delete model; }

clippo_sentencepiece_facts clippo_sentencepiece_describe(const clippo_sentencepiece *model) {
  clippo_sentencepiece_facts none = {0, -1, -1, -1, -1};
  return clippo_sentencepiece_guarded(nullptr, none, [&] {
    const auto &processor = model->processor;
    return clippo_sentencepiece_facts{processor.GetPieceSize(), processor.unk_id(), processor.bos_id(),
                                      processor.eos_id(), processor.pad_id()};
  });
}

ptrdiff_t clippo_sentencepiece_encode(const clippo_sentencepiece *model, const char *text, size_t count, int32_t *ids,
                                      size_t capacity) {
  return clippo_sentencepiece_guarded<ptrdiff_t>(nullptr, -1, [&]() -> ptrdiff_t {
    std::vector<int> found;
    if (!model->processor.Encode({text, count}, &found).ok()) return -1;
    for (size_t i = 0; i < found.size() && i < capacity; i++) ids[i] = found[i];
    return static_cast<ptrdiff_t>(found.size());
  });
}

const char *clippo_sentencepiece_piece(const clippo_sentencepiece *model, int32_t id, size_t *count) {
  return clippo_sentencepiece_guarded<const char *>(nullptr, nullptr, [&]() -> const char * {
    if (id < 0 || id >= model->processor.GetPieceSize()) return nullptr;
    const std::string &piece = model->processor.IdToPiece(id);
    *count = piece.size();
    return piece.data();
  });
}
