#include "clippo_text.h"
#include <string.h>

static const uint64_t prime_a = 0x9E3779B97F4A7C15u, prime_b = 0xD6E8FEB86659FD93u;

static inline uint64_t read_word(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

static inline uint64_t mix(uint64_t lane, uint64_t word) {
  lane = (lane ^ word) * prime_a;
  return lane ^ (lane >> 29);
}

static inline uint64_t finish(uint64_t hash) {
  hash = (hash ^ (hash >> 32)) * prime_b;
  hash = (hash ^ (hash >> 29)) * prime_a;
  return hash ^ (hash >> 32);
}

uint64_t clippo_text_hash64(const uint8_t *bytes, size_t count) {
  uint64_t lanes[4] = {1, 2, 3, 4};
  size_t left = count;
  for (; left >= 32; left -= 32, bytes += 32)
    for (int lane = 0; lane < 4; lane++) lanes[lane] = mix(lanes[lane], read_word(bytes + 8 * lane));
  uint8_t tail[32] = {0};
  memcpy(tail, bytes, left);
  for (int lane = 0; lane < 4; lane++) lanes[lane] = mix(lanes[lane], read_word(tail + 8 * lane));
  uint64_t hash = finish((uint64_t)count);
  for (int lane = 0; lane < 4; lane++) hash = finish(hash ^ lanes[lane]) + prime_b;
  return finish(hash);
}
