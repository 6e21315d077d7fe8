// Resampling with SSE2, which every x86-64 has.
#if defined(__x86_64__)
#include <emmintrin.h>

#include "clippo_pixels_resample.h"

enum { TAPS = 2, SPARE = 2, PAIR_TAPS = 0, COLUMNS = 16 };
#define wide_pair(out, first, second, weights, bits) ((void)0)

static inline __m128i pair_of_weights(const int16_t *weights) {
  int32_t pair;
  memcpy(&pair, weights, sizeof pair);
  return _mm_set1_epi32(pair);
}

/// Red, green and blue of two neighboring pixels side by side, as 16 bits, so that one instruction weighs and adds both.
static inline __m128i pair_of_pixels(const uint8_t *from) {
  const __m128i first = _mm_loadl_epi64((const __m128i *)from), second = _mm_loadl_epi64((const __m128i *)(from + 3));
  return _mm_unpacklo_epi8(_mm_unpacklo_epi8(first, second), _mm_setzero_si128());
}

static inline void wide_pixel(int16_t *out, const uint8_t *from, const int16_t *weights, size_t taps, int bits) {
  __m128i sum = _mm_set1_epi32(1 << (bits - FRACTION - 1));
  for (size_t tap = 0; tap < taps; tap += 2, from += 6)
    sum = _mm_add_epi32(sum, _mm_madd_epi16(pair_of_pixels(from), pair_of_weights(weights + tap)));
  sum = _mm_sra_epi32(sum, _mm_cvtsi32_si128(bits - FRACTION));
  const __m128i kept = _mm_min_epi16(_mm_packs_epi32(sum, sum), _mm_set1_epi16(LARGEST));
  _mm_storel_epi64((__m128i *)out, _mm_max_epi16(kept, _mm_setzero_si128()));
}

static inline __m128i eight(const int16_t *from) { return _mm_loadu_si128((const __m128i *)from); }

/// Adds two rows, weighted, to the sums of eight columns.
static inline void add_rows(__m128i *sums, __m128i first, __m128i second, __m128i weights) {
  sums[0] = _mm_add_epi32(sums[0], _mm_madd_epi16(_mm_unpacklo_epi16(first, second), weights));
  sums[1] = _mm_add_epi32(sums[1], _mm_madd_epi16(_mm_unpackhi_epi16(first, second), weights));
}

static inline void wide_columns(uint8_t *out, const int16_t *from, const int16_t *weights, size_t taps, size_t row,
                                int shift) {
  const __m128i half = _mm_set1_epi32(1 << (shift - 1));
  __m128i sums[4] = {half, half, half, half};
  for (size_t tap = 0; tap < taps; tap += 2, from += 2 * row) {
    // Behind an odd number of rows there may be none; its weight is zero.
    const int16_t *second = tap + 1 < taps ? from + row : from;
    const __m128i pair = pair_of_weights(weights + tap);
    add_rows(sums, eight(from), eight(second), pair);
    add_rows(sums + 2, eight(from + 8), eight(second + 8), pair);
  }
  for (int i = 0; i < 4; i++) sums[i] = _mm_sra_epi32(sums[i], _mm_cvtsi32_si128(shift));
  const __m128i low = _mm_packs_epi32(sums[0], sums[1]), high = _mm_packs_epi32(sums[2], sums[3]);
  _mm_storeu_si128((__m128i *)out, _mm_packus_epi16(low, high));
}

#include "clippo_pixels_resample_loops.h"

const clippo_resample_loops clippo_resample_sse2 = {across, down};
#endif
