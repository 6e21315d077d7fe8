// Softmax over the rows and over the columns of one square of logits.

/// The logits of one row from column i on, with pairs that share the row's group taken out.
INLINE floats allowed_logits(const float *row, const int32_t *same, size_t i, size_t n, int32_t group,
                             size_t diagonal) {
  floats value = first_lanes(load(row + i, n), n, -__builtin_inff());
  if (same) {
    ints groups = (ints)load((const float *)(same + i), n);
    ints columns = lane_numbers() + (int32_t)i;
    value = ((groups == group) & (columns != (int32_t)diagonal)) ? (floats)-__builtin_inff() : value;
  }
  return value;
}

static double contrastive_softmax_f32(float *restrict dlogits, int64_t *restrict correct, const float *restrict logits,
                                      const int32_t *same, size_t count, float *restrict scratch) {
  const float nothing = -__builtin_inff();
  float *row_largest = scratch, *row_sum = scratch + count;
  float *column_largest = scratch + 2 * count, *column_sum = scratch + 3 * count;

  // The largest logit beside the positive, of every row and column.
  EACH_BLOCK(count, store(column_largest + i, (floats)nothing, n); store(column_sum + i, (floats)0.0f, n););
  for (size_t row = 0; row < count; row++) {
    floats largest = nothing;
    EACH_BLOCK(count, {
      floats value = allowed_logits(logits + row * count, same, i, n, same ? same[row] : 0, row);
      value = lane_numbers() + (int32_t)i == (int32_t)row ? (floats)nothing : value;
      largest = larger_of(largest, value);
      store(column_largest + i, larger_of(load(column_largest + i, n), value), n);
    });
    row_largest[row] = largest_of(largest);
  }
  correct[0] = correct[1] = 0;
  for (size_t row = 0; row < count; row++) {
    float positive = logits[row * count + row];
    correct[0] += positive > row_largest[row];
    correct[1] += positive > column_largest[row];
    if (row_largest[row] < positive) row_largest[row] = positive;
    if (column_largest[row] < positive) column_largest[row] = positive;
  }

  // The sums of exponentials; the rows' stay in dlogits.
  for (size_t row = 0; row < count; row++) {
    floats sum = 0;
    EACH_BLOCK(count, {
      floats value = allowed_logits(logits + row * count, same, i, n, same ? same[row] : 0, row);
      floats along_row = exponential(value - row_largest[row]);
      sum += along_row;
      store(dlogits + row * count + i, along_row, n);
      floats along_column = exponential(value - load(column_largest + i, n));
      store(column_sum + i, load(column_sum + i, n) + along_column, n);
    });
    row_sum[row] = sum_of(sum);
  }
  double loss = 0;
  for (size_t i = 0; i < count; i++) {
    double positive = (double)logits[i * count + i];
    loss += __builtin_log((double)row_sum[i]) + (double)row_largest[i] - positive;
    loss += __builtin_log((double)column_sum[i]) + (double)column_largest[i] - positive;
  }

  // The derivative of the mean of both directions.
  const float share = 0.5f / (float)count;
  EACH_BLOCK(count, store(column_sum + i, share / load(column_sum + i, n), n););
  for (size_t row = 0; row < count; row++) {
    const float row_share = share / row_sum[row];
    EACH_BLOCK(count, {
      floats value = allowed_logits(logits + row * count, same, i, n, same ? same[row] : 0, row);
      floats along_column = exponential(value - load(column_largest + i, n)) * load(column_sum + i, n);
      store(dlogits + row * count + i, load(dlogits + row * count + i, n) * row_share + along_column, n);
    });
    dlogits[row * count + row] -= 2.0f * share;
  }
  return count ? loss * 0.5 / (double)count : 0;
}
