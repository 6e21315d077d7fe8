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

static void take_plain(uint8_t *restrict out, uint8_t *restrict block, size_t stride, int32_t size, unsigned ink, unsigned background) {
  for (int32_t row = 0; row < size; row++) {
    uint8_t *in = block + (size_t)row * stride;
    for (int32_t column = 0; column < size; column++, out += 3) {
      uint8_t value = shade(in[column], ink, background);
      out[0] = value;
      out[1] = value;
      out[2] = value;
      in[column] = 0;
    }
  }
}

#if defined(__x86_64__)
/// Eight values of `shade`, in 16-bit lanes: the sums stay below 65,536.
__attribute__((target("ssse3"))) static inline __m128i shade8(__m128i coverage, __m128i ink, __m128i background) {
  __m128i rest = _mm_sub_epi16(_mm_set1_epi16(255), coverage);
  __m128i sum = _mm_add_epi16(_mm_mullo_epi16(background, rest), _mm_mullo_epi16(ink, coverage));
  sum = _mm_add_epi16(sum, _mm_set1_epi16(128));
  return _mm_srli_epi16(_mm_add_epi16(sum, _mm_srli_epi16(sum, 8)), 8);
}

__attribute__((target("ssse3"))) static void take_16_columns(uint8_t *restrict out, uint8_t *restrict block, size_t stride, int32_t size, unsigned ink, unsigned background) {
  const __m128i zero = _mm_setzero_si128();
  const __m128i inks = _mm_set1_epi16((short)ink), backgrounds = _mm_set1_epi16((short)background);
  const __m128i first = _mm_setr_epi8(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5);
  const __m128i second = _mm_setr_epi8(5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 9, 10, 10);
  const __m128i third = _mm_setr_epi8(10, 11, 11, 11, 12, 12, 12, 13, 13, 13, 14, 14, 14, 15, 15, 15);
  for (int32_t row = 0; row < size; row++) {
    for (int32_t column = 0; column < size; column += 16, out += 48) {
      __m128i *in = (__m128i *)(block + (size_t)row * stride + column);
      __m128i coverage = _mm_loadu_si128(in);
      _mm_storeu_si128(in, zero);
      __m128i low = shade8(_mm_unpacklo_epi8(coverage, zero), inks, backgrounds);
      __m128i high = shade8(_mm_unpackhi_epi8(coverage, zero), inks, backgrounds);
      __m128i grey = _mm_packus_epi16(low, high);
      _mm_storeu_si128((__m128i *)out, _mm_shuffle_epi8(grey, first));
      _mm_storeu_si128((__m128i *)(out + 16), _mm_shuffle_epi8(grey, second));
      _mm_storeu_si128((__m128i *)(out + 32), _mm_shuffle_epi8(grey, third));
    }
  }
}
#endif

void clippo_text_take_patch_u8(uint8_t *restrict out, uint8_t *restrict block, size_t stride, int32_t size, uint8_t ink, uint8_t background) {
#if defined(__x86_64__)
  if (size % 16 == 0 && __builtin_cpu_supports("ssse3")) {
    take_16_columns(out, block, stride, size, ink, background);
    return;
  }
#endif
  take_plain(out, block, stride, size, ink, background);
}
