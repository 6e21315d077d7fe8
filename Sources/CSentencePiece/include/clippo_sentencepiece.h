// SentencePiece's C++ library behind a C face: no exception and no C++ type crosses it.
#ifndef CLIPPO_SENTENCEPIECE_H
#define CLIPPO_SENTENCEPIECE_H
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma clang assume_nonnull begin

enum { CLIPPO_SENTENCEPIECE_MESSAGE = 512 };

typedef struct clippo_sentencepiece clippo_sentencepiece;

/// A model from the bytes of a `.model` file, or NULL with a sentence in `message`.
clippo_sentencepiece *_Nullable clippo_sentencepiece_create(const uint8_t *bytes, size_t count,
                                                            char message[_Nonnull CLIPPO_SENTENCEPIECE_MESSAGE]);
void clippo_sentencepiece_destroy(clippo_sentencepiece *model);

/// Pieces of the vocabulary, and ids of the special ones, -1 where the model has none.
typedef struct {
  int32_t pieces, unknown, begin, end, padding;
} clippo_sentencepiece_facts;
clippo_sentencepiece_facts clippo_sentencepiece_describe(const clippo_sentencepiece *model);

/// Cuts UTF-8 into pieces. Ids beyond `capacity` are not written; returns how many there are, or -1 on failure.
/// Several threads may share a model.
ptrdiff_t clippo_sentencepiece_encode(const clippo_sentencepiece *model, const char *text, size_t count, int32_t *ids,
                                      size_t capacity);

/// A piece as UTF-8, owned by the model; NULL where there is none of this id.
const char *_Nullable clippo_sentencepiece_piece(const clippo_sentencepiece *model, int32_t id, size_t *count);

/// What a training is asked for; the library's own names.
typedef struct {
  int32_t vocabulary_size;
  int is_bpe;  // else unigram
  double character_coverage;
  int byte_fallback;
  const char *normalization;  // "nmt_nfkc", "nfkc", "nmt_nfkc_cf", "nfkc_cf" or "identity"
} clippo_sentencepiece_training;

/// Learns a model from sentences in UTF-8: one after another in `text`, the i-th from `offsets[i]` to `offsets[i + 1]`.
/// One thread and a fixed seed. On success `*out` holds a `.model` file, freed by `clippo_sentencepiece_free`.
/// Returns 1, or 0 with a sentence.
int clippo_sentencepiece_train(const clippo_sentencepiece_training *training, const char *text, const ptrdiff_t *offsets,
                               size_t sentences, uint8_t *_Nullable *_Nonnull out, size_t *out_count,
                               char message[_Nonnull CLIPPO_SENTENCEPIECE_MESSAGE]);
void clippo_sentencepiece_free(uint8_t *_Nullable bytes);

#pragma clang assume_nonnull end
#ifdef __cplusplus
}
#endif
#endif
