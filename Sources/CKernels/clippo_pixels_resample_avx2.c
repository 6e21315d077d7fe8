// Resampling with AVX2.
#if defined(__x86_64__)
#include <immintrin.h>

#include "clippo_pixels_resample.h"

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

enum { TAPS = 4, SPARE = 2, PAIR_TAPS = 4, COLUMNS = 32 };

/// Red, green and blue of pixels 0 and 1 in the lower half, of 2 and 3 in the upper one, pairs side by side as 16 bits.
static inline __m256i four_pixels(const uint8_t *from) {
  const __m256i order =
      _mm256_setr_epi8(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1,  //
                       6, -1, 9, -1, 7, -1, 10, -1, 8, -1, 11, -1, -1, -1, -1, -1);
  return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)from)), order);
}

static inline __m256i four_weights(const int16_t *weights) {
  const __m256i halves = _mm256_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1);
  return _mm256_permutevar8x32_epi32(_mm256_castsi128_si256(_mm_loadl_epi64((const __m128i *)weights)), halves);
}

static inline void wide_pixel(int16_t *out, const uint8_t *from, const int16_t *weights, size_t taps, int bits) {
  __m256i sums = _mm256_setzero_si256();
  for (size_t tap = 0; tap < taps; tap += 4, from += 12)
    sums = _mm256_add_epi32(sums, _mm256_madd_epi16(four_pixels(from), four_weights(weights + tap)));
  __m128i sum = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
  sum = _mm_add_epi32(sum, _mm_set1_epi32(1 << (bits - FRACTION - 1)));
  sum = _mm_sra_epi32(sum, _mm_cvtsi32_si128(bits - FRACTION));
  const __m128i kept = _mm_min_epi16(_mm_packs_epi32(sum, sum), _mm_set1_epi16(LARGEST));
  _mm_storel_epi64((__m128i *)out, _mm_max_epi16(kept, _mm_setzero_si128()));
}

/// Two neighboring pixels of four taps each, one in each half of the registers.
static inline void wide_pair(int16_t *out, const uint8_t *first, const uint8_t *second, const int16_t *weights,
                             int bits) {
  const __m256i low = _mm256_setr_epi8(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1,  //
                                       0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1);
  const __m256i high = _mm256_setr_epi8(6, -1, 9, -1, 7, -1, 10, -1, 8, -1, 11, -1, -1, -1, -1, -1,  //
                                        6, -1, 9, -1, 7, -1, 10, -1, 8, -1, 11, -1, -1, -1, -1, -1);
  const __m256i pixels = _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)first)),
                                                 _mm_loadu_si128((const __m128i *)second), 1);
  // Each half holds the four weights of its pixel twice.
  const __m256i factors = _mm256_permute4x64_epi64(
      _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)weights)), 0x50);
  __m256i sum = _mm256_set1_epi32(1 << (bits - FRACTION - 1));
  sum = _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_shuffle_epi8(pixels, low), _mm256_shuffle_epi32(factors, 0x00)));
  sum = _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_shuffle_epi8(pixels, high), _mm256_shuffle_epi32(factors, 0x55)));
  sum = _mm256_sra_epi32(sum, _mm_cvtsi32_si128(bits - FRACTION));
  __m256i kept = _mm256_min_epi16(_mm256_packs_epi32(sum, sum), _mm256_set1_epi16(LARGEST));
  kept = _mm256_max_epi16(kept, _mm256_setzero_si256());
  _mm_storel_epi64((__m128i *)out, _mm256_castsi256_si128(kept));
  _mm_storel_epi64((__m128i *)(out + 3), _mm256_extracti128_si256(kept, 1));
}

static inline __m256i pair_of_weights(const int16_t *weights) {
  int32_t pair;
  memcpy(&pair, weights, sizeof pair);
  return _mm256_set1_epi32(pair);
}

static inline __m256i sixteen(const int16_t *from) { return _mm256_loadu_si256((const __m256i *)from); }

/// Adds two rows, weighted, to the sums of sixteen columns.
static inline void add_rows(__m256i *sums, __m256i first, __m256i second, __m256i weights) {
  sums[0] = _mm256_add_epi32(sums[0], _mm256_madd_epi16(_mm256_unpacklo_epi16(first, second), weights));
  sums[1] = _mm256_add_epi32(sums[1], _mm256_madd_epi16(_mm256_unpackhi_epi16(first, second), weights));
}

static inline void wide_columns(uint8_t *out, const int16_t *from, const int16_t *weights, size_t taps, size_t row,
                                int shift) {
  const __m256i half = _mm256_set1_epi32(1 << (shift - 1));
  __m256i sums[4] = {half, half, half, half};
  for (size_t tap = 0; tap < taps; tap += 2, from += 2 * row) {
    // Behind an odd number of rows there may be none; its weight is zero.
    const int16_t *second = tap + 1 < taps ? from + row : from;
    const __m256i pair = pair_of_weights(weights + tap);
    add_rows(sums, sixteen(from), sixteen(second), pair);
    add_rows(sums + 2, sixteen(from + 16), sixteen(second + 16), pair);
  }
  for (int i = 0; i < 4; i++) sums[i] = _mm256_sra_epi32(sums[i], _mm_cvtsi32_si128(shift));
  const __m256i low = _mm256_packs_epi32(sums[0], sums[1]), high = _mm256_packs_epi32(sums[2], sums[3]);
  // Packing stays within halves of a register; this brings columns into their order.
  const __m256i bytes = _mm256_permute4x64_epi64(_mm256_packus_epi16(low, high), 0xD8);
  _mm256_storeu_si256((__m256i *)out, bytes);
}

#include "clippo_pixels_resample_loops.h"

#pragma clang attribute pop

const clippo_resample_loops clippo_resample_avx2 = {across, down};
#endif
