// The derivative of packed self-attention in tiles; the equations are those of attention_backward.h. Probabilities and
// score derivatives of up to TILE_QUERIES queries are kept as pairs down the queries, so that dV and dK are products over
// many queries at once. Both are computed across ([head width, keys]) and turned at the end.

#define TILE_QUERIES ((size_t)256)

/// Where the pieces of one head lie in the scratch.
typedef struct {
  unit *keys, *values;            // [deep / 2, columns]
  unit *key_depth;                // [columns / 2, deep]
  unit *spare;                    // [columns, deep / 2]
  unit *rows;                     // [16, deep / 2]
  unit *dscore_rows;              // [16, columns / 2]
  float *scores, *dprobabilities; // [16, columns]
  float *dquery;                  // [16, deep]
  unit *probability_depth;        // [TILE_QUERIES / 2, columns]
  unit *dscore_depth;             // [TILE_QUERIES / 2, columns]
  unit *depth;                    // [TILE_QUERIES / 2, deep]
  unit *across;                   // [deep, TILE_QUERIES / 2]
  float *dkey, *dvalue;           // [deep, columns]
  float *turned;                  // [columns, deep]
} TYPED(attention_tiles);

static TYPED(attention_tiles) TYPED(place_attention_tiles)(float *scratch, size_t columns, size_t deep) {
  TYPED(attention_tiles) p;
  float *next = scratch;
#define PLACE(piece, size) p.piece = (__typeof__(p.piece))next, next += (size)
  PLACE(keys, deep / 2 * columns);
  PLACE(values, deep / 2 * columns);
  PLACE(key_depth, columns / 2 * deep);
  PLACE(spare, columns * deep / 2);
  PLACE(rows, 16 * deep / 2);
  PLACE(dscore_rows, 16 * columns / 2);
  PLACE(scores, 16 * columns);
  PLACE(dprobabilities, 16 * columns);
  PLACE(dquery, 16 * deep);
  PLACE(probability_depth, TILE_QUERIES / 2 * columns);
  PLACE(dscore_depth, TILE_QUERIES / 2 * columns);
  PLACE(depth, TILE_QUERIES / 2 * deep);
  PLACE(across, deep * TILE_QUERIES / 2);
  PLACE(dkey, deep * columns);
  PLACE(dvalue, deep * columns);
  PLACE(turned, columns * deep);
#undef PLACE
  return p;
}

/// Arguments that every step of one head shares.
typedef struct {
  ACTIVATION *dqkv;
  const ACTIVATION *dout, *out, *qkv;
  const float *lse;
  /// The next head's first row, in the narrow matrices and in the wide ones, and its rows.
  size_t next_row, next_wide_row, next_rows;
  const ACTIVATION *all_qkv, *all_dout, *all_out;
  size_t tokens, heads, head_width, width, columns, deep;
  float scale;
  int causal;
} TYPED(attention_head);

/// Probabilities and score derivatives of four rows, of which `live` count and the rest become zeros.
INLINE void TYPED(attention_tile_rows)(TYPED(attention_head) h, TYPED(attention_tiles) p, size_t row, size_t live,
                                       size_t query, const float *restrict lse, const float *restrict delta) {
  unit *probabilities = p.probability_depth + query / 2 * h.columns, *dscores = p.dscore_depth + query / 2 * h.columns;
  for (size_t i = 0; i < h.columns; i += LANES) {
    floats probability[4], derivative[4];
    for (size_t r = 0; r < 4; r++)
      probability[r] = load(p.scores + (row + r) * h.columns + i, LANES) * h.scale - lse[r];
    TYPED(exponentials)(probability, 4);
    for (size_t r = 0; r < 4; r++) {
      floats gradient = (load(p.dprobabilities + (row + r) * h.columns + i, LANES) - delta[r]) * h.scale;
      derivative[r] = probability[r] * gradient;
    }
    if (live < 4 || i + LANES > h.tokens) {
      for (size_t r = 0; r < 4; r++) {
        const size_t n = r < live && i < h.tokens ? smaller(LANES, h.tokens - i) : 0;
        probability[r] = first_lanes(probability[r], n, 0.0f);
        derivative[r] = first_lanes(derivative[r], n, 0.0f);
      }
    }
    for (size_t r = 0; r < 4; r++)
      TYPED(store_along_row)(p.dscore_rows + (row + r) * h.columns / 2, i, derivative[r]);
    for (size_t r = 0; r < 4; r += 2) {
      store_units(probabilities + r / 2 * h.columns + i, paired(probability[r], probability[r + 1]));
      store_units(dscores + r / 2 * h.columns + i, paired(derivative[r], derivative[r + 1]));
    }
  }
}

/// The cache fetches one part of what the next head reads.
INLINE void TYPED(fetch_next_head)(TYPED(attention_head) h, size_t part, size_t parts) {
  if (part >= parts) return;
  for (size_t side = 0; side < 3; side++)
    TYPED(fetch_part)(h.all_qkv + h.next_wide_row + side * h.width, 3 * h.width, h.next_rows, h.head_width, part, parts, 0);
  TYPED(fetch_part)(h.all_dout + h.next_row, h.width, h.next_rows, h.head_width, part, parts, 0);
  TYPED(fetch_part)(h.all_out + h.next_row, h.width, h.next_rows, h.head_width, part, parts, 0);
  // This head's own gradients, which are written at its end.
  for (size_t side = 0; side < 3; side++)
    TYPED(fetch_part)(h.dqkv + side * h.width, 3 * h.width, h.tokens, h.head_width, part, parts, 1);
}

/// Sixteen queries, of which `count` count: their dQ, and their rows of the matrices over all queries.
static void TYPED(attention_tile_queries)(TYPED(attention_head) h, TYPED(attention_tiles) p, size_t first, size_t count,
                                          size_t query) {
  const size_t stride = 3 * h.width;
  const ACTIVATION *dout = h.dout + first * h.width, *out = h.out + first * h.width;
  TYPED(fetch_next_head)(h, first / 16, (h.tokens + 15) / 16);
  if (count == 0) {
    __builtin_memset(p.probability_depth + query / 2 * h.columns, 0, 8 * h.columns * sizeof(unit));
    __builtin_memset(p.dscore_depth + query / 2 * h.columns, 0, 8 * h.columns * sizeof(unit));
    return;
  }
  size_t bytes;
  const void *rows =
      TYPED(tile_rows)(&bytes, p.rows, h.deep / 2, h.qkv + first * stride, stride, count, h.head_width);
  tiles_product_16_rows(p.scores, h.columns, rows, bytes, p.keys, h.columns, h.columns, h.deep);
  if (h.causal) TYPED(hide_later_keys)(p.scores, h.columns, first, count, h.tokens);
  rows = TYPED(tile_rows)(&bytes, p.rows, h.deep / 2, dout, h.width, count, h.head_width);
  tiles_product_16_rows(p.dprobabilities, h.columns, rows, bytes, p.values, h.columns, h.columns, h.deep);

  for (size_t row = 0; row < 16; row += 4) {
    const size_t live = row < count ? smaller(4, count - row) : 0;
    float lse[4] = {0}, delta[4] = {0};
    for (size_t r = 0; r < live; r++) {
      lse[r] = h.lse[(first + row + r) * h.heads];
      floats products = 0;
      EACH_BLOCK(h.head_width,
                 products += load(dout + (row + r) * h.width + i, n) * load(out + (row + r) * h.width + i, n););
      delta[r] = sum_of(products);
    }
    TYPED(attention_tile_rows)(h, p, row, live, query + row, lse, delta);
  }

  tiles_product_16_rows(p.dquery, h.deep, p.dscore_rows, h.columns / 2 * sizeof(unit), p.key_depth, h.deep, h.deep,
                        h.columns);
  for (size_t row = 0; row < count; row++)
    TYPED(unpack_row)(h.dqkv + (first + row) * stride, p.dquery + row * h.deep, h.head_width, 1.0f);
}

/// out [deep, columns] (+)= xᵀ · pairs: rows of x [queries, width] times the pairs of as many queries.
static void TYPED(attention_tile_sums)(float *restrict out, TYPED(attention_head) h, TYPED(attention_tiles) p,
                                       const ACTIVATION *restrict x, size_t stride, size_t queries,
                                       const unit *restrict pairs, int accumulate) {
  const size_t padded = round_up(queries, TILE_DEPTH);
  TYPED(tile_depth)(p.depth, h.deep, x, stride, queries, h.head_width, padded);
  transpose_units(p.across, TILE_QUERIES / 2, p.depth, h.deep, padded / 2, h.deep);
  tiles_product(out, h.columns, p.across, TILE_QUERIES / 2, pairs, h.columns, h.deep, h.columns, padded, accumulate);
}

static void TYPED(attention_backward_head)(TYPED(attention_head) h, float *restrict scratch) {
  const size_t stride = 3 * h.width;
  const ACTIVATION *key = h.qkv + h.width, *value = key + h.width;
  TYPED(attention_tiles) p = TYPED(place_attention_tiles)(scratch, h.columns, h.deep);
  TYPED(tile_across)(p.keys, h.columns, p.spare, key, stride, h.tokens, h.head_width, h.deep);
  TYPED(tile_across)(p.values, h.columns, p.spare, value, stride, h.tokens, h.head_width, h.deep);
  TYPED(tile_depth)(p.key_depth, h.deep, key, stride, h.tokens, h.head_width, h.columns);

  for (size_t first = 0; first < h.tokens; first += TILE_QUERIES) {
    const size_t queries = smaller(TILE_QUERIES, h.tokens - first);
    for (size_t query = 0; query < round_up(queries, TILE_DEPTH); query += 16)
      TYPED(attention_tile_queries)
    (h, p, first + query, query < queries ? smaller(16, queries - query) : 0, query);
    TYPED(attention_tile_sums)(p.dvalue, h, p, h.dout + first * h.width, h.width, queries, p.probability_depth,
                               first > 0);
    TYPED(attention_tile_sums)(p.dkey, h, p, h.qkv + first * stride, stride, queries, p.dscore_depth, first > 0);
  }

  const float *across[2] = {p.dkey, p.dvalue};
  for (size_t side = 0; side < 2; side++) {
    transpose_units((unit *)p.turned, h.deep, (const unit *)across[side], h.columns, h.deep, h.columns);
    for (size_t token = 0; token < h.tokens; token++)
      TYPED(unpack_row)
    (h.dqkv + token * stride + (side + 1) * h.width, p.turned + token * h.deep, h.head_width, 1.0f);
  }
}

static void TYPED(attention_backward)(ACTIVATION *restrict dqkv, const ACTIVATION *restrict dout,
                                      const ACTIVATION *restrict out, const float *restrict lse,
                                      const ACTIVATION *restrict qkv, const int32_t *restrict offsets, size_t first,
                                      size_t end, size_t heads, size_t head_width, int causal,
                                      float *restrict scratch) {
  tiles_begin();
  for (size_t sequence = first; sequence < end; sequence++) {
    const size_t start = (size_t)offsets[sequence], tokens = (size_t)offsets[sequence + 1] - start;
    for (size_t head = 0; head < heads && tokens > 0; head++) {
      const size_t row = (start * heads + head) * head_width, wide_row = (start * 3 * heads + head) * head_width;
      TYPED(next_head) next = TYPED(head_after)(offsets, sequence, end, head, heads);
      TYPED(attention_head) h = {
          .next_row = (next.row * heads + next.head) * head_width,
          .next_wide_row = (next.row * 3 * heads + next.head) * head_width,
          .next_rows = next.rows,
          .all_qkv = qkv,
          .all_dout = dout,
          .all_out = out,
          .dqkv = dqkv + wide_row,
          .dout = dout + row,
          .out = out + row,
          .qkv = qkv + wide_row,
          .lse = lse + start * heads + head,
          .tokens = tokens,
          .heads = heads,
          .head_width = head_width,
          .width = heads * head_width,
          .columns = round_up(tokens, TILE_DEPTH),
          .deep = round_up(head_width, TILE_DEPTH),
          .scale = 1.0f / __builtin_sqrtf((float)head_width),
          .causal = causal,
      };
      TYPED(attention_backward_head)(h, scratch);
    }
  }
  tiles_end();
}
