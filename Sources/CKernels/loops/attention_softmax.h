// The softmax of a block of attention scores, for packed self-attention with tiles and without.

/// Queries whose scores are held at a time.
#define ATTENTION_BLOCK ((size_t)64)  // A multiple of VECTORS_AT_ONCE.

/// What stands for the score of a key that a query may not see: its power of e is 0.
#define ATTENTION_UNSEEN (-1e30f)

/// Hides from each of `count` queries, the first of which stands at place `first`, the keys behind it.
INLINE void TYPED(hide_later_keys)(float *restrict scores, size_t stride, size_t first, size_t count, size_t tokens) {
  for (size_t row = 0; row < count; row++)
    for (size_t key = first + row + 1; key < tokens; key++) scores[row * stride + key] = ATTENTION_UNSEEN;
}

/// What one row of scores came to.
typedef struct {
  float largest[ATTENTION_BLOCK], sum[ATTENTION_BLOCK];
} TYPED(softmax_block);

/// The softmax of VECTORS_AT_ONCE rows of a block from `row` on, not yet divided by its sum, as the left operand of the
/// next product. Rows past the last query hold leftovers, which nobody reads.
INLINE void TYPED(softmax_rows)(unit *restrict probabilities, size_t probability_stride,
                                TYPED(softmax_block) *restrict block, size_t row, const float *restrict scores,
                                size_t stride, size_t keys, float scale) {
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
    TYPED(exponentials)(power, VECTORS_AT_ONCE);
    for (size_t r = 0; r < VECTORS_AT_ONCE; r++) {
      power[r] = first_lanes(power[r], n, 0.0f);
      sum[r] += power[r];
      TYPED(store_along_row)(probabilities + r * probability_stride, i, power[r]);
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
