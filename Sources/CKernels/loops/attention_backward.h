// The derivative of packed self-attention. Probabilities come back from the saved log-sum-exp (Dao et al. 2022):
// P = e^(S - lse), dV = Pᵀ dO, dP = dO Vᵀ, dS = P (dP - rowsum(dO O)) / sqrt(head_width), dQ = dS K, dK = dSᵀ Q.

/// Where the pieces of one head lie in the scratch; all strides are multiples of LANES.
typedef struct {
  unit *query_rows, *dout_rows;    // [block, head_columns]
  unit *query_depth, *dout_depth;  // [block deep, head_columns]
  unit *spare_rows, *key_depth;    // [tokens, head_columns]
  unit *keys, *values;             // [head_columns, key_columns]
  float *scores, *dprobabilities;  // [block, key_columns]
  unit *dscore_rows;               // [block, key_columns], along the row
  unit *probability_depth;         // [block deep, key_columns], along the column
  unit *dscore_depth;              // [block deep, key_columns]
  float *dquery;                   // [block, head_columns]
  float *dkey, *dvalue;            // [tokens, head_columns]
} TYPED(attention_pieces);

/// What every block of one head shares.
typedef struct {
  right_operand keys_across, values_across, keys_down;
} TYPED(attention_operands);

static TYPED(attention_pieces)
    TYPED(place_attention_pieces)(float *scratch, size_t key_columns, size_t head_columns) {
  const size_t block_rows = ATTENTION_BLOCK * head_columns, block_scores = ATTENTION_BLOCK * key_columns;
  const size_t whole = key_columns * head_columns;
  TYPED(attention_pieces) p;
  float *next = scratch;
#define PLACE(piece, size) p.piece = (__typeof__(p.piece))next, next += (size)
  PLACE(query_rows, block_rows);
  PLACE(dout_rows, block_rows);
  PLACE(query_depth, block_rows);
  PLACE(dout_depth, block_rows);
  PLACE(dquery, block_rows);
  PLACE(scores, block_scores);
  PLACE(dprobabilities, block_scores);
  PLACE(dscore_rows, block_scores);
  PLACE(probability_depth, block_scores);
  PLACE(dscore_depth, block_scores);
  PLACE(spare_rows, whole);
  PLACE(key_depth, whole);
  PLACE(keys, whole);
  PLACE(values, whole);
  PLACE(dkey, whole);
  PLACE(dvalue, whole);
#undef PLACE
  return p;
}

/// Probabilities and score derivatives of VECTORS_AT_ONCE rows from `row` on, of which `live` count and the rest become
/// zeros, as left operands along the row and along the column.
INLINE void TYPED(attention_backward_rows)(TYPED(attention_pieces) p, size_t row, size_t live, size_t tokens,
                                           size_t key_columns, float scale, const float *restrict lse,
                                           const float *restrict delta) {
  for (size_t i = 0; i < tokens; i += LANES) {
    floats probability[VECTORS_AT_ONCE], derivative[VECTORS_AT_ONCE];
    for (size_t r = 0; r < VECTORS_AT_ONCE; r++)
      probability[r] = load(p.scores + (row + r) * key_columns + i, LANES) * scale - lse[r];
    TYPED(exponentials)(probability, VECTORS_AT_ONCE);
    for (size_t r = 0; r < VECTORS_AT_ONCE; r++) {
      const size_t place = (row + r) * key_columns, n = r < live ? smaller(LANES, tokens - i) : 0;
      floats gradient = (load(p.dprobabilities + place + i, LANES) - delta[r]) * scale;
      derivative[r] = first_lanes(probability[r] * gradient, n, 0.0f);
      probability[r] = first_lanes(probability[r], n, 0.0f);
      TYPED(store_along_row)(p.dscore_rows + place, i, derivative[r]);
#if !PAIRS
      store_units(p.probability_depth + place + i, (words)probability[r]);
#endif
    }
#if PAIRS
    for (size_t r = 0; r < VECTORS_AT_ONCE; r += 2) {
      const size_t place = (row + r) / 2 * key_columns + i;
      store_units(p.probability_depth + place, paired(probability[r], probability[r + 1]));
      store_units(p.dscore_depth + place, paired(derivative[r], derivative[r + 1]));
    }
#endif
  }
}

/// Arguments that every step of one head shares.
typedef struct {
  ACTIVATION *dqkv;
  const ACTIVATION *dout, *out, *qkv;
  const float *lse;
  size_t tokens, heads, head_width, width, key_columns, head_columns;
  float scale;
  int causal;
} TYPED(attention_head);

/// dQ of the block's queries, and their share of dK and dV.
static void TYPED(attention_backward_block)(TYPED(attention_head) h, TYPED(attention_pieces) p,
                                            TYPED(attention_operands) whole, size_t first, size_t count) {
  const size_t stride = 3 * h.width, deep = UNITS_DEEP(h.head_width);
  const ACTIVATION *dout = h.dout + first * h.width, *out = h.out + first * h.width, *query = h.qkv + first * stride;

  right_operand queries_down = TYPED(down_rows)(p.query_depth, h.head_columns, query, stride, count, h.head_width);
  right_operand dout_down = TYPED(down_rows)(p.dout_depth, h.head_columns, dout, h.width, count, h.head_width);
#if PAIRS
  left_operand queries = TYPED(along_rows)(p.query_rows, h.head_columns, query, stride, count, h.head_width);
  left_operand dout_rows = TYPED(along_rows)(p.dout_rows, h.head_columns, dout, h.width, count, h.head_width);
#else
  left_operand queries = {queries_down.units, queries_down.stride, 1};  // Floats lie the same way for both.
  left_operand dout_rows = {dout_down.units, dout_down.stride, 1};
#endif

  UNITS(product)(p.scores, h.key_columns, queries, whole.keys_across, count, h.key_columns, deep, 0);
  if (h.causal) TYPED(hide_later_keys)(p.scores, h.key_columns, first, count, h.tokens);
  UNITS(product)(p.dprobabilities, h.key_columns, dout_rows, whole.values_across, count, h.key_columns, deep, 0);

  for (size_t row = 0; row < count; row += VECTORS_AT_ONCE) {
    const size_t live = smaller(VECTORS_AT_ONCE, count - row);
    float lse[VECTORS_AT_ONCE] = {0}, delta[VECTORS_AT_ONCE] = {0};
    for (size_t r = 0; r < live; r++) {
      lse[r] = h.lse[(first + row + r) * h.heads];
      floats products = 0;
      EACH_BLOCK(h.head_width,
                 products += load(dout + (row + r) * h.width + i, n) * load(out + (row + r) * h.width + i, n););
      delta[r] = sum_of(products);
    }
    TYPED(attention_backward_rows)(p, row, live, h.tokens, h.key_columns, h.scale, lse, delta);
  }

  UNITS(product)(p.dquery, h.head_columns, (left_operand){p.dscore_rows, h.key_columns, 1}, whole.keys_down, count,
                 h.head_columns, UNITS_DEEP(h.tokens), 0);
  for (size_t row = 0; row < count; row++)
    TYPED(unpack_row)(h.dqkv + (first + row) * stride, p.dquery + row * h.head_columns, h.head_width, 1.0f);

#if PAIRS
  const unit *dscore_depth = p.dscore_depth;
#else
  const unit *dscore_depth = p.dscore_rows;
#endif
  UNITS(product)(p.dvalue, h.head_columns, (left_operand){p.probability_depth, 1, h.key_columns}, dout_down,
                 h.tokens, h.head_columns, UNITS_DEEP(count), first > 0);
  UNITS(product)(p.dkey, h.head_columns, (left_operand){dscore_depth, 1, h.key_columns}, queries_down,
                 h.tokens, h.head_columns, UNITS_DEEP(count), first > 0);
}

static void TYPED(attention_backward_head)(TYPED(attention_head) h, float *restrict scratch) {
  const size_t stride = 3 * h.width;
  const ACTIVATION *key = h.qkv + h.width, *value = key + h.width;
  TYPED(attention_pieces) p = TYPED(place_attention_pieces)(scratch, h.key_columns, h.head_columns);
  TYPED(attention_operands) whole = {
      .keys_across = TYPED(transposed_rows)(p.keys, h.key_columns, p.spare_rows, h.head_columns, key, stride, h.tokens,
                                            h.head_width),
      .values_across = TYPED(transposed_rows)(p.values, h.key_columns, p.spare_rows, h.head_columns, value, stride,
                                              h.tokens, h.head_width),
      .keys_down = TYPED(down_rows)(p.key_depth, h.head_columns, key, stride, h.tokens, h.head_width),
  };

  for (size_t first = 0; first < h.tokens; first += ATTENTION_BLOCK)
    TYPED(attention_backward_block)(h, p, whole, first, smaller(ATTENTION_BLOCK, h.tokens - first));

  for (size_t token = 0; token < h.tokens; token++) {
    ACTIVATION *row = h.dqkv + token * stride;
    TYPED(unpack_row)(row + h.width, p.dkey + token * h.head_columns, h.head_width, 1.0f);
    TYPED(unpack_row)(row + 2 * h.width, p.dvalue + token * h.head_columns, h.head_width, 1.0f);
  }
}

static void TYPED(attention_backward)(ACTIVATION *restrict dqkv, const ACTIVATION *restrict dout,
                                      const ACTIVATION *restrict out, const float *restrict lse,
                                      const ACTIVATION *restrict qkv, const int32_t *restrict offsets, size_t first,
                                      size_t end, size_t heads, size_t head_width, int causal,
                                      float *restrict scratch) {
  for (size_t sequence = first; sequence < end; sequence++) {
    const size_t start = (size_t)offsets[sequence], tokens = (size_t)offsets[sequence + 1] - start;
    for (size_t head = 0; head < heads && tokens > 0; head++) {
      const size_t row = (start * heads + head) * head_width, wide_row = (start * 3 * heads + head) * head_width;
      TYPED(attention_head) h = {
          .dqkv = dqkv + wide_row,
          .dout = dout + row,
          .out = out + row,
          .qkv = qkv + wide_row,
          .lse = lse + start * heads + head,
          .tokens = tokens,
          .heads = heads,
          .head_width = head_width,
          .width = heads * head_width,
          .key_columns = round_up(tokens, LANES),
          .head_columns = round_up(head_width, LANES),
          .scale = 1.0f / __builtin_sqrtf((float)head_width),
          .causal = causal,
      };
      TYPED(attention_backward_head)(h, scratch);
    }
  }
}
