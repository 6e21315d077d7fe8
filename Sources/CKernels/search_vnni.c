// Rows that may be near to queries, in eight bits, with AVX-512's products of bytes (VNNI), which levels 2 to 5 may have or not.
#include "clippo_numeric.h"
#if defined(__x86_64__)
#include <immintrin.h>
#define LANES 16
#define HAS_FMA 1
#define HAS_AVX512 1
#pragma clang diagnostic ignored "-Wpsabi"  // Vectors are passed between inlined functions only.
#if !defined(FEATURES)  // The tests emulate what the processor may lack.
#define FEATURES target("avx512f,avx512vl,avx512bw,avx512dq,avx512vnni,fma,bmi2")
#endif
#pragma clang attribute push(__attribute__((FEATURES)), apply_to = function)
#include "loops/vector.h"
#include "loops/load_store.h"
#include "loops/search_candidates.h"

/// Rows that are multiplied with all queries before the next.
#define TALL ((size_t)32)

typedef struct {
  const int8_t *steps;
  const float *scales, *residuals;
  size_t count;
} byte_rows;

/// `tall` rows with `wide` panels, one or two, four bytes of a row and of a query at once. Both are constants where this is called.
/// The processor multiplies bytes of which one has no sign: rows are moved up by 128 on their way, and `offsets` is what that adds.
INLINE size_t search_panels(clippo_search_candidate *out, const byte_rows *rows, size_t first, const int tall,
                            size_t number, const clippo_search_byte_queries *asked, size_t first_query, const int wide,
                            size_t padded, const float *floors) {
  const size_t fours = padded / 4;
  const uint32_t *packed = asked->packed + first_query * fours;
  const int8_t *steps = rows->steps + first * padded;
  const __m512i moved = _mm512_set1_epi8((char)0x80);
  __m512i sums[8][2];
  for (int row = 0; row < tall; row++)
    for (int panel = 0; panel < wide; panel++) sums[row][panel] = _mm512_setzero_si512();
  for (size_t i = 0; i < fours; i++) {
    __m512i queries[2];
    for (int panel = 0; panel < wide; panel++)
      queries[panel] = _mm512_loadu_si512(packed + ((size_t)panel * fours + i) * PANEL);
    for (int row = 0; row < tall; row++) {
      int32_t four;
      __builtin_memcpy(&four, steps + (size_t)row * padded + 4 * i, sizeof four);
      const __m512i value = _mm512_xor_si512(_mm512_set1_epi32(four), moved);
      for (int panel = 0; panel < wide; panel++)
        sums[row][panel] = _mm512_dpbusd_epi32(sums[row][panel], value, queries[panel]);
    }
  }
  size_t found = 0;
  for (int row = 0; row < tall; row++) {
    const floats scale = rows->scales[first + (size_t)row], residual = rows->residuals[first + (size_t)row];
    for (int panel = 0; panel < wide; panel++) {
      const size_t query = first_query + (size_t)panel * PANEL;
      const __m512i dot = _mm512_sub_epi32(sums[row][panel], _mm512_loadu_si512(asked->offsets + query));
      const floats product = (floats)_mm512_cvtepi32_ps(dot) * scale;
      const floats unsure = residual * load(asked->lengths + query, LANES);
      const floats most = multiply_add(product, load(asked->scales + query, LANES), unsure);
      const uint32_t bits = lanes_reaching(most, load(floors + query, LANES));
      if (bits) found += emit_lanes(out + found, bits, number + (size_t)row, query);
    }
  }
  return found;
}

/// At most TALL rows with all queries; meanwhile the cache is told of `ahead` bytes that come next. `number` is the first row's.
INLINE size_t search_block(clippo_search_candidate *out, const byte_rows *rows, size_t number,
                           const clippo_search_byte_queries *asked, size_t padded, const float *floors,
                           const char *next, size_t ahead) {
  const size_t groups = (asked->count + 2 * PANEL - 1) / (2 * PANEL);
  size_t found = 0;
  for (size_t group = 0; group < groups; group++) {
    const size_t query = group * 2 * PANEL;
    size_t row = 0;
    if (asked->count - query <= PANEL) {
      for (; row + 8 <= rows->count; row += 8)
        found += search_panels(out + found, rows, row, 8, number + row, asked, query, 1, padded, floors);
    } else {
      for (; row + 8 <= rows->count; row += 8)
        found += search_panels(out + found, rows, row, 8, number + row, asked, query, 2, padded, floors);
    }
    for (; row < rows->count; row++)
      found += search_panels(out + found, rows, row, 1, number + row, asked, query, 2, padded, floors);
    search_fetch(next, ahead, group, groups);
  }
  return found;
}

/// One row in 127 steps either way, which end at the multiple of 16 after its width; and no less than the length of what that takes
/// from it.
INLINE void round_row(int8_t *out, float *scale, float *residual, const float *x, size_t width) {
  floats most = 0;
  EACH_BLOCK(width, most = (floats)_mm512_max_ps((__m512)most, _mm512_abs_ps((__m512)load(x + i, n))););
  const float largest = largest_of(most);
  // The inverse of a number yet smaller might not be finite; such a row is all residual.
  const int can = largest > 1e-30f;
  const floats step = can ? largest / 127.0f : 0.0f, inverse = can ? 127.0f / largest : 0.0f;
  floats lost = 0;
  EACH_BLOCK(width, const floats value = load(x + i, n);
             const __m512i steps = _mm512_cvtps_epi32((__m512)(value * inverse));
             const floats difference = multiply_add(-(floats)_mm512_cvtepi32_ps(steps), step, value);
             lost = multiply_add(difference, difference, lost);
             _mm_storeu_si128((__m128i *)(out + i), _mm512_cvtsepi32_epi8(steps)););
  *scale = step[0];
  // Sums of floats, and squares that are too small for them.
  *residual = __builtin_sqrtf(sum_of(lost)) * 1.0002f + 1e-15f;
}

size_t clippo_search_bytes_vnni(clippo_search_candidate *out, const int8_t *rows, const float *scales,
                                const float *residuals, size_t count, const clippo_search_byte_queries *queries,
                                size_t padded, const float *floors) {
  size_t found = 0;
  for (size_t row = 0; row < count; row += TALL) {
    const byte_rows block = {rows + row * padded, scales + row, residuals + row, smaller(TALL, count - row)};
    const size_t next = row + block.count;
    found += search_block(out + found, &block, row, queries, padded, floors, (const char *)(rows + next * padded),
                          smaller(TALL, count - next) * padded);
  }
  return found;
}

size_t clippo_search_rounded(clippo_search_candidate *out, const float *rows, size_t count,
                             const clippo_search_byte_queries *queries, size_t width, const float *floors,
                             void *scratch) {
  const size_t padded = round_up(width, 32);
  float *scales = scratch, *residuals = scales + TALL;
  int8_t *steps = (int8_t *)(residuals + TALL);
  __builtin_memset(steps, 0, TALL * padded);
  size_t found = 0;
  for (size_t row = 0; row < count; row += TALL) {
    const byte_rows block = {steps, scales, residuals, smaller(TALL, count - row)};
    for (size_t i = 0; i < block.count; i++)
      round_row(steps + i * padded, scales + i, residuals + i, rows + (row + i) * width, width);
    const size_t next = row + block.count;
    found += search_block(out + found, &block, row, queries, padded, floors, (const char *)(rows + next * width),
                          smaller(TALL, count - next) * width * sizeof(float));
  }
  return found;
}
#pragma clang attribute pop

int clippo_has_vnni(void) { return clippo_cpu_level() >= 2 && __builtin_cpu_supports("avx512vnni"); }
#else
size_t clippo_search_bytes_vnni(clippo_search_candidate *out, const int8_t *rows, const float *scales,
                                const float *residuals, size_t count, const clippo_search_byte_queries *queries,
                                size_t padded, const float *floors) {
  return 0;
}

size_t clippo_search_rounded(clippo_search_candidate *out, const float *rows, size_t count,
                             const clippo_search_byte_queries *queries, size_t width, const float *floors,
                             void *scratch) {
  return 0;
}

int clippo_has_vnni(void) { return 0; }
#endif

size_t clippo_search_rounded_scratch(size_t width) { return 2 * 32 * sizeof(float) + 32 * ((width + 31) / 32 * 32); }
