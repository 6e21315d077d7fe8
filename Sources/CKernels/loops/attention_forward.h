// Packed self-attention, one head of one sequence at a time: scores of a block of queries against all keys, softmax, and
// the weighted sum of values (Vaswani et al. 2017). Only the block's scores are kept.

/// Queries whose scores are held at a time.
#define ATTENTION_BLOCK ((size_t)64)

/// The softmax of one row of scores, not yet divided by its sum, as the left operand of the next product. Returns the sum.
INLINE float TYPED(softmax_row)(unit *restrict probabilities, float *restrict lse, const float *restrict scores,
                                size_t keys, float scale) {
  floats largest = -__builtin_inff();
  EACH_BLOCK(keys, largest = larger_of(largest, first_lanes(load(scores + i, LANES), n, -__builtin_inff())););
  const float top = largest_of(largest) * scale;
  floats sum = 0;
  EACH_BLOCK(keys, {
    floats power = first_lanes(exponential(load(scores + i, LANES) * scale - top), n, 0.0f);
    sum += power;
    TYPED(store_along_row)(probabilities, i, power);
  });
  const float total = sum_of(sum);
  *lse = top + __builtin_logf(total);
  return total;
}

static void TYPED(attention_forward_head)(ACTIVATION *restrict out, float *restrict lse, const ACTIVATION *restrict qkv,
                                          size_t tokens, size_t heads, size_t head_width, float *restrict scratch) {
  const size_t width = heads * head_width, stride = 3 * width;
  const size_t key_columns = round_up(tokens, LANES), head_columns = round_up(head_width, LANES);
  const float scale = 1.0f / __builtin_sqrtf((float)head_width);

  unit *rows = (unit *)scratch;  // The keys, then each block of queries.
  unit *keys = rows + (key_columns + ATTENTION_BLOCK) * head_columns;
  unit *values = keys + head_columns * key_columns;
  unit *probabilities = values + key_columns * head_columns;
  float *scores = (float *)(probabilities + ATTENTION_BLOCK * key_columns);
  float *sums = scores + ATTENTION_BLOCK * key_columns;

  TYPED(pack_rows)(rows, head_columns, qkv + width, stride, tokens, head_width);
  transpose_units(keys, key_columns, rows, head_columns, tokens, UNITS_DEEP(head_width));
  TYPED(pack_depth)(values, head_columns, qkv + 2 * width, stride, tokens, head_width);

  for (size_t first = 0; first < tokens; first += ATTENTION_BLOCK) {
    const size_t count = smaller(ATTENTION_BLOCK, tokens - first);
    TYPED(pack_rows)(rows, head_columns, qkv + first * stride, stride, count, head_width);
    UNITS(product)(scores, key_columns, (left_operand){rows, head_columns, 1}, keys, key_columns, count, key_columns,
                   UNITS_DEEP(head_width), 0);
    float total[ATTENTION_BLOCK];
    for (size_t i = 0; i < count; i++) {
      total[i] = TYPED(softmax_row)(probabilities + i * key_columns, lse + (first + i) * heads, scores + i * key_columns,
                                    tokens, scale);
    }
    UNITS(product)(sums, head_columns, (left_operand){probabilities, key_columns, 1}, values, head_columns, count,
                   head_columns, UNITS_DEEP(tokens), 0);
    for (size_t i = 0; i < count; i++)
      TYPED(unpack_row)(out + (first + i) * width, sums + i * head_columns, head_width, 1.0f / total[i]);
  }
}

static void TYPED(attention_forward)(ACTIVATION *restrict out, float *restrict lse, const ACTIVATION *restrict qkv,
                                     const int32_t *restrict offsets, size_t first, size_t end, size_t heads,
                                     size_t head_width, float *restrict scratch) {
  for (size_t sequence = first; sequence < end; sequence++) {
    const size_t start = (size_t)offsets[sequence], tokens = (size_t)offsets[sequence + 1] - start;
    for (size_t head = 0; head < heads && tokens > 0; head++) {
      TYPED(attention_forward_head)
      (out + (start * heads + head) * head_width, lse + start * heads + head,
       qkv + (start * 3 * heads + head) * head_width, tokens, heads, head_width, scratch);
    }
  }
}
