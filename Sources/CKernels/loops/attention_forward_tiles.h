// Packed self-attention in tiles: sixteen queries at a time against all keys of their sequence. Keys and head widths are
// padded with zeros to whole tiles.

/// Rows of x [rows, stride] of which the cache fetches one part of `parts`: one head's values lie too far apart for it to
/// know by itself where the next ones are.
INLINE void TYPED(fetch_part)(const ACTIVATION *x, size_t stride, size_t rows, size_t width, size_t part, size_t parts,
                              const int to_write) {
  const size_t end = rows * (part + 1) / parts;
  for (size_t row = rows * part / parts; row < end; row++)
    for (size_t i = 0; i < width; i += 64 / sizeof(ACTIVATION)) {
      if (to_write) {
        __builtin_prefetch(x + row * stride + i, 1);
      } else {
        __builtin_prefetch(x + row * stride + i, 0, 2);
      }
    }
}

/// The head whose turn is next; no rows after the last one.
typedef struct {
  size_t row, rows, head;
} TYPED(next_head);

INLINE TYPED(next_head) TYPED(head_after)(const int32_t *offsets, size_t sequence, size_t end, size_t head,
                                          size_t heads) {
  if (head + 1 < heads)
    return (TYPED(next_head)){(size_t)offsets[sequence], (size_t)(offsets[sequence + 1] - offsets[sequence]), head + 1};
  if (sequence + 1 >= end) return (TYPED(next_head)){0, 0, 0};
  return (TYPED(next_head)){(size_t)offsets[sequence + 1], (size_t)(offsets[sequence + 2] - offsets[sequence + 1]), 0};
}

/// Sixteen rows of x as a left operand along the row: in place where whole tiles allow, else in `spare` with zeros.
INLINE const void *TYPED(tile_rows)(size_t *bytes, unit *restrict spare, size_t spare_stride,
                                    const ACTIVATION *restrict x, size_t stride, size_t rows, size_t width) {
  if (rows == 16 && width % TILE_DEPTH == 0) {
    *bytes = stride * sizeof(ACTIVATION);
    return x;
  }
  TYPED(pack_rows)(spare, spare_stride, x, stride, rows, width);
  __builtin_memset(spare + rows * spare_stride, 0, (16 - rows) * spare_stride * sizeof(unit));
  *bytes = spare_stride * sizeof(unit);
  return spare;
}

/// Rows of x down the depth, zeros to `deep` rows: out [deep / 2, units].
INLINE void TYPED(tile_depth)(unit *restrict out, size_t units, const ACTIVATION *restrict x, size_t stride,
                              size_t rows, size_t width, size_t deep) {
  TYPED(pack_depth)(out, units, x, stride, rows, width);
  const size_t filled = UNITS_DEEP(rows);
  __builtin_memset(out + filled * units, 0, (deep / 2 - filled) * units * sizeof(unit));
}

/// Rows of x across: out [deep / 2, columns], zeros around the [width / 2, rows] that hold something.
INLINE void TYPED(tile_across)(unit *restrict out, size_t columns, unit *restrict spare, const ACTIVATION *restrict x,
                               size_t stride, size_t rows, size_t width, size_t deep) {
  if (rows < columns || width < deep) __builtin_memset(out, 0, deep / 2 * columns * sizeof(unit));
  TYPED(transposed_rows)(out, columns, spare, deep / 2, x, stride, rows, width);
}

static void TYPED(attention_forward_head)(ACTIVATION *restrict out, float *restrict lse, const ACTIVATION *restrict qkv,
                                          size_t tokens, size_t heads, size_t head_width, int causal, const ACTIVATION *next,
                                          size_t next_rows, float *restrict scratch) {
  const size_t width = heads * head_width, stride = 3 * width;
  const size_t columns = round_up(tokens, TILE_DEPTH), deep = round_up(head_width, TILE_DEPTH);
  const float scale = 1.0f / __builtin_sqrtf((float)head_width);

  unit *keys = (unit *)scratch;                      // [deep / 2, columns]
  unit *values = keys + deep / 2 * columns;          // [columns / 2, deep]
  unit *spare = values + columns / 2 * deep;         // [columns, deep / 2]
  unit *queries = spare + columns * deep / 2;        // [16, deep / 2]
  unit *probabilities = queries + 16 * deep / 2;     // [16, columns / 2]
  float *scores = (float *)(probabilities + 16 * columns / 2);
  float *sums = scores + 16 * columns;

  TYPED(tile_across)(keys, columns, spare, qkv + width, stride, tokens, head_width, deep);
  TYPED(tile_depth)(values, deep, qkv + 2 * width, stride, tokens, head_width, columns);
  // What stands behind the last key is never written.
  __builtin_memset(probabilities, 0, 16 * columns / 2 * sizeof(unit));
  for (size_t first = 0; first < tokens; first += 16) {
    const size_t count = smaller(16, tokens - first);
    for (size_t part = 0; part < 3; part++)
      TYPED(fetch_part)(next + part * width, stride, next_rows, head_width, first / 16, (tokens + 15) / 16, 0);
    size_t bytes;
    const void *rows =
        TYPED(tile_rows)(&bytes, queries, deep / 2, qkv + first * stride, stride, count, head_width);
    tiles_product_16_rows(scores, columns, rows, bytes, keys, columns, columns, deep);
    if (causal) TYPED(hide_later_keys)(scores, columns, first, count, tokens);
    TYPED(softmax_block) block;
    for (size_t row = 0; row < count; row += VECTORS_AT_ONCE)
      TYPED(softmax_rows)
    (probabilities + row * columns / 2, columns / 2, &block, row, scores + row * columns, columns, tokens, scale);
    tiles_product_16_rows(sums, deep, probabilities, columns / 2 * sizeof(unit), values, deep, deep, columns);
    TYPED(finish_softmax)(out + first * width, width, lse + first * heads, heads, &block, sums, deep, count,
                          head_width);
  }
}

static void TYPED(attention_forward)(ACTIVATION *restrict out, float *restrict lse, const ACTIVATION *restrict qkv,
                                     const int32_t *restrict offsets, size_t first, size_t end, size_t heads,
                                     size_t head_width, int causal, float *restrict scratch) {
  tiles_begin();
  for (size_t sequence = first; sequence < end; sequence++) {
    const size_t start = (size_t)offsets[sequence], tokens = (size_t)offsets[sequence + 1] - start;
    for (size_t head = 0; head < heads && tokens > 0; head++) {
      TYPED(next_head) next = TYPED(head_after)(offsets, sequence, end, head, heads);
      TYPED(attention_forward_head)
      (out + (start * heads + head) * head_width, lse + start * heads + head,
       qkv + (start * 3 * heads + head) * head_width, tokens, heads, head_width, causal,
       qkv + (next.row * 3 * heads + next.head) * head_width, next.rows, scratch);
    }
  }
  tiles_end();
}
