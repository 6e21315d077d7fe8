// Packed self-attention, one head of one sequence at a time: scores of a block of queries against all keys, softmax,
// and the weighted sum of values (Vaswani et al. 2017). Only the block's scores are kept.

static void TYPED(attention_forward_head)(ACTIVATION *restrict out, float *restrict lse, const ACTIVATION *restrict qkv,
                                          size_t tokens, size_t heads, size_t head_width, int causal,
                                          float *restrict scratch) {
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
    if (causal) TYPED(hide_later_keys)(scores, key_columns, first, count, tokens);
    TYPED(softmax_block) block;
    for (size_t row = 0; row < count; row += VECTORS_AT_ONCE) {
      TYPED(softmax_rows)
      (probabilities + row * key_columns, key_columns, &block, row, scores + row * key_columns, key_columns, tokens,
       scale);
    }
    UNITS(product)(sums, head_columns, (left_operand){probabilities, key_columns, 1}, values_down, count, head_columns,
                   UNITS_DEEP(tokens), 0);
    TYPED(finish_softmax)(out + first * width, width, lse + first * heads, heads, &block, sums, head_columns, count,
                          head_width);
  }
}

static void TYPED(attention_forward)(ACTIVATION *restrict out, float *restrict lse, const ACTIVATION *restrict qkv,
                                     const int32_t *restrict offsets, size_t first, size_t end, size_t heads,
                                     size_t head_width, int causal, float *restrict scratch) {
  for (size_t sequence = first; sequence < end; sequence++) {
    const size_t start = (size_t)offsets[sequence], tokens = (size_t)offsets[sequence + 1] - start;
    for (size_t head = 0; head < heads && tokens > 0; head++) {
      TYPED(attention_forward_head)
      (out + (start * heads + head) * head_width, lse + start * heads + head,
       qkv + (start * 3 * heads + head) * head_width, tokens, heads, head_width, causal, scratch);
    }
  }
}
