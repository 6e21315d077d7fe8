// Rows that may be near to queries. A panel of sixteen queries lies beside itself value by value, so that a row's value is
// multiplied with all of them at once and nothing is added across lanes.

#define PANEL ((size_t)16)
#define PANEL_PARTS (16 / LANES)
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

/// A bit for every lane of x that is at least as large as the floor; none for NaN.
INLINE uint32_t lanes_reaching(floats x, floats floor) {
#if defined(HAS_AVX512)
  return _mm512_cmp_ps_mask((__m512)x, (__m512)floor, _CMP_GE_OQ);
#else
  ints reaching = x >= floor;
  if (!__builtin_reduce_or(reaching)) return 0;
  uint32_t bits = 0;
  for (uint32_t lane = 0; lane < LANES; lane++)
    if (reaching[lane]) bits |= 1u << lane;
  return bits;
#endif
}

INLINE size_t emit_lanes(clippo_search_candidate *out, uint32_t bits, size_t row, size_t first_query) {
  size_t found = 0;
  for (; bits; bits &= bits - 1)
    out[found++] = (clippo_search_candidate){(uint32_t)row, (uint32_t)(first_query + (size_t)__builtin_ctz(bits))};
  return found;
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

/// Tells the cache of a share of `bytes` bytes.
INLINE void search_fetch(const char *bytes, size_t count, size_t share, size_t shares) {
  const size_t end = count * (share + 1) / shares;
  for (size_t place = count * share / shares / 64 * 64; place < end; place += 64) __builtin_prefetch(bytes + place, 0, 2);
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

#if defined(HAS_BF16)
/// `tall` rows with `wide` panels, one or two, four bytes of a row and of a query at once. Both are constants where this is called.
/// The processor multiplies bytes of which one has no sign: rows are moved up by 128 on their way, and `offsets` is what that adds.
INLINE size_t search_byte_panels(clippo_search_candidate *out, const int8_t *rows, const float *scales,
                                 const float *residuals, size_t first_row, const int tall,
                                 const clippo_search_byte_queries *asked, size_t first_query, const int wide,
                                 size_t padded, const float *floors) {
  const size_t fours = padded / 4;
  const uint32_t *packed = asked->packed + first_query * fours;
  rows += first_row * padded;
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
      __builtin_memcpy(&four, rows + (size_t)row * padded + 4 * i, sizeof four);
      const __m512i value = _mm512_xor_si512(_mm512_set1_epi32(four), moved);
      for (int panel = 0; panel < wide; panel++)
        sums[row][panel] = _mm512_dpbusd_epi32(sums[row][panel], value, queries[panel]);
    }
  }
  size_t found = 0;
  for (int row = 0; row < tall; row++) {
    const floats scale = scales[first_row + (size_t)row], residual = residuals[first_row + (size_t)row];
    for (int panel = 0; panel < wide; panel++) {
      const size_t query = first_query + (size_t)panel * PANEL;
      const __m512i dot = _mm512_sub_epi32(sums[row][panel], _mm512_loadu_si512(asked->offsets + query));
      const floats product = (floats)_mm512_cvtepi32_ps(dot) * scale;
      const floats unsure = residual * load(asked->lengths + query, LANES);
      const floats most = multiply_add(product, load(asked->scales + query, LANES), unsure);
      const uint32_t bits = lanes_reaching(most, load(floors + query, LANES));
      if (bits) found += emit_lanes(out + found, bits, first_row + (size_t)row, query);
    }
  }
  return found;
}
#endif

static size_t search_bytes(clippo_search_candidate *restrict out, const int8_t *restrict rows,
                           const float *restrict scales, const float *restrict residuals, size_t count,
                           const clippo_search_byte_queries *restrict queries, size_t padded,
                           const float *restrict floors) {
  size_t found = 0, row = 0;
  padded = padded / 32 * 32;
#if defined(HAS_BF16)
  if (queries->count > CLIPPO_SEARCH_FEW) {
    for (; row < count; row += 8) {
      for (size_t query = 0; query < queries->count; query += 2 * PANEL) {
        if (row + 8 > count) {
          for (size_t i = row; i < count; i++)
            found += search_byte_panels(out + found, rows, scales, residuals, i, 1, queries, query, 2, padded, floors);
        } else if (queries->count - query <= PANEL) {
          found += search_byte_panels(out + found, rows, scales, residuals, row, 8, queries, query, 1, padded, floors);
        } else {
          found += search_byte_panels(out + found, rows, scales, residuals, row, 8, queries, query, 2, padded, floors);
        }
      }
    }
    return found;
  }
#endif
  for (; row < count; row++) {
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
