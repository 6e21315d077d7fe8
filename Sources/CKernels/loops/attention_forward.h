// Packed self-attention, one head of one sequence at a time: scores of a block of queries against all keys, softmax,
// and the weighted sum of values (Vaswani et al. 2017). Only the block's scores are kept.

/// Queries whose scores are held at a time.
#define ATTENTION_BLOCK ((size_t)64)  // A multiple of VECTORS_AT_ONCE.

/// What one row of scores came to.
typedef struct {
  float largest[ATTENTION_BLOCK], sum[ATTENTION_BLOCK];
} TYPED(softmax_block);

/// The softmax of VECTORS_AT_ONCE rows of a block from `row` on, not yet divided by its sum, as the left operand of the
/// next product. Rows past the last query hold leftovers, which nobody reads.
INLINE void TYPED(softmax_rows)(unit *restrict probabilities, TYPED(softmax_block) *restrict block, size_t row,
                                const float *restrict scores, size_t stride, size_t keys, float scale) {
  floats largest[VECTORS_AT_ONCE], sum[VECTORS_AT_ONCE];
  float top[VECTORS_AT_ONCE];
  for (size_t r = 0; r < VECTORS_AT_ONCE; r++) largest[r] = -__builtin_inff(), sum[r] = 0;
  EACH_BLOCK(keys, {
    for (size_t r = 0; r < VECTORS_AT_ONCE; r++)
      largest[r] = larger_of(largest[r], first_lanes(load(scores + r * stride + i, LANES), n, -__builtin_inff()));
  });
  for (size_t r = 0; r < VECTORS_AT_ONCE; r++) top[r] = largest_of(largest[r]) * scale;
  EACH_BLOCK(keys, {
    floats power[VECTORS_AT_ONCE];
    for (size_t r = 0; r < VECTORS_AT_ONCE; r++) power[r] = load(scores + r * stride + i, LANES) * scale - top[r];
    exponentials(power, VECTORS_AT_ONCE);
    for (size_t r = 0; r < VECTORS_AT_ONCE; r++) {
      power[r] = first_lanes(power[r], n, 0.0f);
      sum[r] += power[r];
      TYPED(store_along_row)(probabilities + r * stride, i, power[r]);
    }
  });
  for (size_t r = 0; r < VECTORS_AT_ONCE; r++) {
    block->largest[row + r] = top[r];
    block->sum[row + r] = sum_of(sum[r]);
  }
}

/// Rows of sums divided by the sums of their weights, and the log-sum-exp of each row.
INLINE void TYPED(finish_softmax)(ACTIVATION *restrict out, size_t stride, float *restrict lse, size_t lse_stride,
                                  TYPED(softmax_block) *restrict block, const float *restrict sums, size_t sums_stride,
                                  size_t count, size_t width) {
  for (size_t row = 0; row < count; row++)
    TYPED(unpack_row)(out + row * stride, sums + row * sums_stride, width, 1.0f / block->sum[row]);
  EACH_BLOCK(count, store(block->sum + i, load(block->largest + i, n) + logarithm(load(block->sum + i, n)), n););
  for (size_t row = 0; row < count; row++) lse[row * lse_stride] = block->sum[row];
}

static void TYPED(attention_forward_head)(ACTIVATION *restrict out, float *restrict lse, const ACTIVATION *restrict qkv,
                                          size_t tokens, size_t heads, size_t head_width, float *restrict scratch) {
  const size_t width = heads * head_width, stride = 3 * width;
  const size_t key_columns = round_up(tokens, LANES), head_columns = round_up(head_width, LANES);
  const float scale = 1.0f / __builtin_sqrtf((float)head_width);

  unit *rows = (unit *)scratch;
  unit *keys = rows + (key_columns + ATTENTION_BLOCK) * head_columns;
  unit *values = keys + head_columns * key_columns;
  unit *probabilities = values + key_columns * head_columns;
  float *scores = (float *)(probabilities + ATTENTION_BLOCK * key_columns);
  float *sums = scores + ATTENTION_BLOCK * key_columns;

  right_operand keys_across =
      TYPED(transposed_rows)(keys, key_columns, rows, head_columns, qkv + width, stride, tokens, head_width);
  right_operand values_down = TYPED(down_rows)(values, head_columns, qkv + 2 * width, stride, tokens, head_width);
  for (size_t first = 0; first < tokens; first += ATTENTION_BLOCK) {
    const size_t count = smaller(ATTENTION_BLOCK, tokens - first);
    left_operand queries = TYPED(along_rows)(rows, head_columns, qkv + first * stride, stride, count, head_width);
    UNITS(product)(scores, key_columns, queries, keys_across, count, key_columns, UNITS_DEEP(head_width), 0);
    TYPED(softmax_block) block;
    for (size_t row = 0; row < count; row += VECTORS_AT_ONCE) {
      TYPED(softmax_rows)
      (probabilities + row * key_columns, &block, row, scores + row * key_columns, key_columns, tokens, scale);
    }
    UNITS(product)(sums, head_columns, (left_operand){probabilities, key_columns, 1}, values_down, count, head_columns,
                   UNITS_DEEP(tokens), 0);
    TYPED(finish_softmax)(out + first * width, width, lse + first * heads, heads, &block, sums, head_columns, count,
                          head_width);
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
