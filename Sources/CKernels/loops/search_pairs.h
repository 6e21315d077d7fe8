// Rows that may be near to queries, in pairs of bf16: 32 rows are rounded, and eight at a time multiplied with 32 queries. While they
// are, the cache is told of the next 32, which come from far.

#define SEARCH_TALL ((size_t)32)
#define SEARCH_PAIR_ROWS 8

/// Eight rows by one panel of queries or two; `wide` is a constant where this is called.
INLINE size_t search_pair_block(clippo_search_candidate *out, const clippo_bf16 *left, size_t stride, size_t first_row,
                                size_t tall, const unit *right, size_t first_query, const int wide,
                                const float *floors) {
  __m512 sums[SEARCH_PAIR_ROWS][2];
  for (int row = 0; row < SEARCH_PAIR_ROWS; row++)
    for (int panel = 0; panel < wide; panel++) sums[row][panel] = _mm512_setzero_ps();
  for (size_t pair = 0; pair < stride / 2; pair++) {
    __m512bh queries[2];
    for (int panel = 0; panel < wide; panel++)
      queries[panel] = (__m512bh)_mm512_loadu_si512(right + ((size_t)panel * stride / 2 + pair) * PANEL);
    for (int row = 0; row < SEARCH_PAIR_ROWS; row++) {
      int32_t both;
      __builtin_memcpy(&both, left + (size_t)row * stride + 2 * pair, sizeof both);
      const __m512bh value = (__m512bh)_mm512_set1_epi32(both);
      for (int panel = 0; panel < wide; panel++)
        sums[row][panel] = _mm512_dpbf16_ps(sums[row][panel], value, queries[panel]);
    }
  }
  size_t found = 0;
  for (size_t row = 0; row < tall; row++) {
    uint32_t bits = 0;
    for (int panel = 0; panel < wide; panel++)
      bits |= lanes_reaching((floats)sums[row][panel], load(floors + first_query + 16 * panel, LANES)) << (16 * panel);
    if (bits) found += emit_lanes(out + found, bits, first_row + row, first_query);
  }
  return found;
}

static size_t search_in_pairs(clippo_search_candidate *restrict out, const float *restrict rows, size_t count,
                              const unit *restrict packed, size_t queries, size_t width, const float *restrict floors,
                              void *restrict scratch) {
  const size_t stride = round_up(width, 32), columns = round_up(queries, 32);
  clippo_bf16 *left = scratch;
  __builtin_memset(left, 0, SEARCH_TALL * stride * sizeof *left);
  size_t found = 0;
  for (size_t row = 0; row < count; row += SEARCH_TALL) {
    const size_t tall = smaller(SEARCH_TALL, count - row), next = row + tall;
    for (size_t i = 0; i < tall; i++) convert_f32_to_bf16(left + i * stride, rows + (row + i) * width, width);
    const size_t ahead = smaller(SEARCH_TALL, count - next) * width * sizeof(float);
    for (size_t column = 0; column < columns; column += 32) {
      const unit *panels = packed + column / 2 * stride;
      const int narrow = queries - column <= PANEL;
      for (size_t i = 0; i < tall; i += SEARCH_PAIR_ROWS) {
        const clippo_bf16 *eight = left + i * stride;
        const size_t some = smaller(SEARCH_PAIR_ROWS, tall - i);
        found += narrow ? search_pair_block(out + found, eight, stride, row + i, some, panels, column, 1, floors)
                        : search_pair_block(out + found, eight, stride, row + i, some, panels, column, 2, floors);
      }
      if (ahead) search_fetch((const char *)(rows + next * width), ahead, column / 32, columns / 32);
    }
  }
  return found;
}
