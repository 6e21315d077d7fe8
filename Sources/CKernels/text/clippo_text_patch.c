#include "clippo_numeric.h"
#include "clippo_text.h"
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

/// (background * (255 - coverage) + ink * coverage) / 255 to the nearest, exactly.
static inline uint8_t shade(unsigned coverage, unsigned ink, unsigned background) {
  unsigned sum = background * (255u - coverage) + ink * coverage + 128u;
  return (uint8_t)((sum + (sum >> 8)) >> 8);
}

static int take_plain(uint8_t *restrict out, uint8_t *restrict block, size_t stride, int32_t size, unsigned ink, unsigned background) {
  unsigned any = 0;
  for (int32_t row = 0; row < size; row++) {
    uint8_t *in = block + (size_t)row * stride;
    for (int32_t column = 0; column < size; column++, out += 3) {
      any |= in[column];
      uint8_t value = shade(in[column], ink, background);
      out[0] = value;
      out[1] = value;
      out[2] = value;
      in[column] = 0;
    }
  }
  return any != 0;
}

#if defined(__x86_64__)
/// `shade` is 255 * background + coverage * (ink - background), which fits 16 bits, so that one product is enough.
typedef struct {
  short base, factor;
} Shades;

/// Writes 16 gray values as RGB.
__attribute__((target("ssse3"))) static inline void store_rgb(uint8_t *out, __m128i gray) {
  const __m128i first = _mm_setr_epi8(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5);
  const __m128i second = _mm_setr_epi8(5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 9, 10, 10);
  const __m128i third = _mm_setr_epi8(10, 11, 11, 11, 12, 12, 12, 13, 13, 13, 14, 14, 14, 15, 15, 15);
  _mm_storeu_si128((__m128i *)out, _mm_shuffle_epi8(gray, first));
  _mm_storeu_si128((__m128i *)(out + 16), _mm_shuffle_epi8(gray, second));
  _mm_storeu_si128((__m128i *)(out + 32), _mm_shuffle_epi8(gray, third));
}

__attribute__((target("ssse3"))) static inline __m128i shade8(__m128i coverage, Shades shades) {
  __m128i sum = _mm_add_epi16(_mm_mullo_epi16(coverage, _mm_set1_epi16(shades.factor)), _mm_set1_epi16(shades.base));
  return _mm_srli_epi16(_mm_add_epi16(sum, _mm_srli_epi16(sum, 8)), 8);
}

__attribute__((target("ssse3"))) static int take_16_columns(uint8_t *restrict out, uint8_t *restrict block, size_t stride, int32_t size, Shades shades) {
  const __m128i zero = _mm_setzero_si128();
  __m128i any = zero;
  for (int32_t row = 0; row < size; row++) {
    for (int32_t column = 0; column < size; column += 16, out += 48) {
      __m128i *in = (__m128i *)(block + (size_t)row * stride + column);
      __m128i coverage = _mm_loadu_si128(in);
      any = _mm_or_si128(any, coverage);
      _mm_storeu_si128(in, zero);
      __m128i low = shade8(_mm_unpacklo_epi8(coverage, zero), shades);
      __m128i high = shade8(_mm_unpackhi_epi8(coverage, zero), shades);
      store_rgb(out, _mm_packus_epi16(low, high));
    }
  }
  return _mm_movemask_epi8(_mm_cmpeq_epi8(any, zero)) != 0xFFFF;
}

__attribute__((target("avx2"))) static int take_16_columns_avx2(uint8_t *restrict out, uint8_t *restrict block, size_t stride, int32_t size, Shades shades) {
  const __m128i zero = _mm_setzero_si128();
  const __m256i factors = _mm256_set1_epi16(shades.factor), bases = _mm256_set1_epi16(shades.base);
  __m128i any = zero;
  for (int32_t row = 0; row < size; row++) {
    for (int32_t column = 0; column < size; column += 16, out += 48) {
      __m128i *in = (__m128i *)(block + (size_t)row * stride + column);
      __m128i coverage = _mm_loadu_si128(in);
      any = _mm_or_si128(any, coverage);
      _mm_storeu_si128(in, zero);
      __m256i sum = _mm256_add_epi16(_mm256_mullo_epi16(_mm256_cvtepu8_epi16(coverage), factors), bases);
      sum = _mm256_srli_epi16(_mm256_add_epi16(sum, _mm256_srli_epi16(sum, 8)), 8);
      store_rgb(out, _mm_packus_epi16(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1)));
    }
  }
  return _mm_movemask_epi8(_mm_cmpeq_epi8(any, zero)) != 0xFFFF;
}
#endif

int clippo_text_take_patch_u8(uint8_t *restrict out, uint8_t *restrict block, size_t stride, int32_t size, uint8_t ink, uint8_t background) {
#if defined(__x86_64__)
  if (size % 16 == 0 && __builtin_cpu_supports("ssse3")) {
    Shades shades = {(short)(255 * background + 128), (short)(ink - background)};
    return (clippo_cpu_level() >= 1 ? take_16_columns_avx2 : take_16_columns)(out, block, stride, size, shades);
  }
#endif
  return take_plain(out, block, stride, size, ink, background);
}
