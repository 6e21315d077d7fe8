// Rows that may be near to queries. A panel of sixteen queries lies beside itself value by value, so that a row's value is
// multiplied with all of them at once and nothing is added across lanes.

#include "search_candidates.h"

/// Rows that are multiplied with a panel at once: as many sums as there are registers for.
#if defined(HAS_AVX512)
#define SEARCH_ROWS 8
#elif LANES == 8
#define SEARCH_ROWS 4
#else
#define SEARCH_ROWS 2
#endif

typedef float wide_floats __attribute__((ext_vector_type(16)));
typedef double wide_doubles __attribute__((ext_vector_type(16)));

INLINE wide_floats load_wide(const float *x) {
  wide_floats value;
  __builtin_memcpy(&value, x, sizeof value);
  return value;
}

/// Products of floats are exact in double, so fused and separate additions agree.
INLINE wide_doubles wide_product(wide_floats x, wide_floats y) {
  return __builtin_convertvector(x, wide_doubles) * __builtin_convertvector(y, wide_doubles);
}

static double search_score(const float *x, const float *y, size_t width) {
  wide_doubles even = 0, odd = 0;
  size_t i = 0;
  for (; i + 32 <= width; i += 32) {
    even += wide_product(load_wide(x + i), load_wide(y + i));
    odd += wide_product(load_wide(x + i + 16), load_wide(y + i + 16));
  }
  for (; i < width; i += 16) {
    wide_floats left = 0, right = 0;
    for (size_t lane = 0; lane < smaller(16, width - i); lane++) {
      left[lane] = x[i + lane];
      right[lane] = y[i + lane];
    }
    even += wide_product(left, right);
  }
  wide_doubles sum = even + odd;
  __typeof__(sum.lo) eight = sum.lo + sum.hi;
  __typeof__(eight.lo) four = eight.lo + eight.hi;
  return (four[0] + four[2]) + (four[1] + four[3]);
}

/// `tall` rows with `wide` panels. Both are constants where this is called.
INLINE size_t search_panels(clippo_search_candidate *out, const float *rows, size_t first_row, const int tall,
                            const float *packed, size_t first_query, const int wide, size_t width, const float *floors) {
  floats sums[8][2 * PANEL_PARTS];
  for (int row = 0; row < tall; row++)
    for (int part = 0; part < wide * PANEL_PARTS; part++) sums[row][part] = 0;
  for (size_t i = 0; i < width; i++) {
    floats queries[2 * PANEL_PARTS];
    for (int panel = 0; panel < wide; panel++)
      for (int part = 0; part < PANEL_PARTS; part++)
        queries[panel * PANEL_PARTS + part] =
            load(packed + ((size_t)panel * width + i) * PANEL + (size_t)(part * LANES), LANES);
    for (int row = 0; row < tall; row++) {
      const floats value = rows[(size_t)row * width + i];
      for (int part = 0; part < wide * PANEL_PARTS; part++)
        sums[row][part] = multiply_add(value, queries[part], sums[row][part]);
    }
  }
  size_t found = 0;
  for (int row = 0; row < tall; row++) {
    for (int part = 0; part < wide * PANEL_PARTS; part++) {
      const size_t query = first_query + (size_t)(part * LANES);
      const uint32_t bits = lanes_reaching(sums[row][part], load(floors + query, LANES));
      if (bits) found += emit_lanes(out + found, bits, first_row + (size_t)row, query);
    }
  }
  return found;
}

/// `tall` rows with few queries: memory is what this waits for, so that nothing is gained by lanes that hold a query each.
INLINE size_t search_few_rows(clippo_search_candidate *out, const float *rows, size_t first_row, const int tall,
                              const float *queries, size_t query_count, size_t width, const float *floors) {
  size_t found = 0;
  for (size_t query = 0; query < query_count; query++) {
    const float *asked = queries + query * width;
    floats sums[4] = {0, 0, 0, 0};
    EACH_BLOCK(width, const floats value = load(asked + i, n);
               for (int row = 0; row < tall; row++) sums[row] =
                   multiply_add(load(rows + (size_t)row * width + i, n), value, sums[row]););
    for (int row = 0; row < tall; row++)
      if (sum_of(sums[row]) >= floors[query])
        out[found++] = (clippo_search_candidate){(uint32_t)(first_row + (size_t)row), (uint32_t)query};
  }
  return found;
}

static size_t search_few(clippo_search_candidate *restrict out, const float *restrict rows, size_t count,
                         const float *restrict queries, size_t query_count, size_t width,
                         const float *restrict floors) {
  size_t found = 0, row = 0;
  for (; row + 4 <= count; row += 4)
    found += search_few_rows(out + found, rows + row * width, row, 4, queries, query_count, width, floors);
  for (; row < count; row++)
    found += search_few_rows(out + found, rows + row * width, row, 1, queries, query_count, width, floors);
  return found;
}

static size_t search_floats(clippo_search_candidate *restrict out, const float *restrict rows, size_t count,
                            const float *restrict packed, size_t queries, size_t width, const float *restrict floors) {
  if (queries <= CLIPPO_SEARCH_FEW) return search_few(out, rows, count, packed, queries, width, floors);
  const size_t panels = (queries + PANEL - 1) / PANEL;
  size_t found = 0, row = 0;
  for (; row + SEARCH_ROWS <= count; row += SEARCH_ROWS) {
    const float *block = rows + row * width;
    size_t panel = 0;
#if defined(HAS_AVX512)
    for (; panel + 2 <= panels; panel += 2)
      found += search_panels(out + found, block, row, SEARCH_ROWS, packed + panel * PANEL * width, panel * PANEL, 2,
                             width, floors);
#endif
    for (; panel < panels; panel++)
      found += search_panels(out + found, block, row, SEARCH_ROWS, packed + panel * PANEL * width, panel * PANEL, 1,
                             width, floors);
  }
  for (; row < count; row++)
    for (size_t panel = 0; panel < panels; panel++)
      found += search_panels(out + found, rows + row * width, row, 1, packed + panel * PANEL * width, panel * PANEL, 1,
                             width, floors);
  return found;
}

INLINE int32_t dot_of_bytes(const int8_t *restrict x, const int16_t *restrict y, size_t padded) {
  int32_t sum = 0;
  for (size_t i = 0; i < padded; i++) sum += (int32_t)x[i] * (int32_t)y[i];
  return sum;
}

static size_t search_bytes(clippo_search_candidate *restrict out, const int8_t *restrict rows,
                           const float *restrict scales, const float *restrict residuals, size_t count,
                           const clippo_search_byte_queries *restrict queries, size_t padded,
                           const float *restrict floors) {
  size_t found = 0;
  padded = padded / 32 * 32;
  for (size_t row = 0; row < count; row++) {
    for (size_t query = 0; query < queries->count; query++) {
      const float dot = (float)dot_of_bytes(rows + row * padded, queries->steps + query * padded, padded);
      const float most = dot * scales[row] * queries->scales[query] + residuals[row] * queries->lengths[query];
      if (most >= floors[query]) out[found++] = (clippo_search_candidate){(uint32_t)row, (uint32_t)query};
    }
  }
  return found;
}

static float dot_bf16(const clippo_bf16 *restrict x, const clippo_bf16 *restrict y, size_t count) {
  floats even = 0, odd = 0;
  size_t i = 0;
#if defined(HAS_BF16)
  __m512 first = (__m512)even, second = (__m512)odd;
  for (; i + 64 <= count; i += 64) {
    first = _mm512_dpbf16_ps(first, (__m512bh)_mm512_loadu_si512(x + i), (__m512bh)_mm512_loadu_si512(y + i));
    second = _mm512_dpbf16_ps(second, (__m512bh)_mm512_loadu_si512(x + i + 32), (__m512bh)_mm512_loadu_si512(y + i + 32));
  }
  even = (floats)first;
  odd = (floats)second;
#endif
  for (; i + 2 * LANES <= count; i += 2 * LANES) {
    even = multiply_add(load(x + i, LANES), load(y + i, LANES), even);
    odd = multiply_add(load(x + i + LANES, LANES), load(y + i + LANES, LANES), odd);
  }
  for (; i < count; i += LANES) {
    const size_t n = smaller(LANES, count - i);
    even = multiply_add(load(x + i, n), load(y + i, n), even);
  }
  return sum_of(even + odd);
}
