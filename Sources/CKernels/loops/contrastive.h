// Contrastive losses on one block of rows of the matrix of similarities: rows `first` … of [count, count]. The logit of a
// pair is scale · similarity (+ bias). Pairs of one group, but for the positives on the diagonal, are left out.

/// Lower than any logit, and still a number: differences of it are zero.
#define NO_LOGIT (-1e30f)

/// The logits of one row from column i on; those that are left out are -infinity, which no power of e notices.
INLINE floats contrastive_logits(const float *row, const int32_t *same, size_t i, size_t n, size_t diagonal,
                                 float scale) {
  floats value = first_lanes(load(row + i, n) * scale, n, -__builtin_inff());
  if (same) {
    ints groups = (ints)load((const float *)(same + i), n);
    ints columns = lane_numbers() + (int32_t)i;
    value = ((groups == same[diagonal]) & (columns != (int32_t)diagonal)) ? (floats)-__builtin_inff() : value;
  }
  return value;
}

/// The largest logit of a row beside its positive; `column_beside` takes in the row.
INLINE float contrastive_rivals(float *restrict column_beside, const float *row, const int32_t *same, size_t diagonal,
                                size_t count, float scale) {
  floats largest = NO_LOGIT;
  EACH_BLOCK(count, {
    floats value = contrastive_logits(row, same, i, n, diagonal, scale);
    value = lane_numbers() + (int32_t)i == (int32_t)diagonal ? (floats)NO_LOGIT : value;
    largest = larger_of(largest, value);
    store(column_beside + i, larger_of(load(column_beside + i, n), value), n);
  });
  return largest_of(largest);
}

static int64_t contrastive_statistics_f32(float *restrict row_lse, float *restrict positive,
                                          float *restrict column_largest, float *restrict column_sum,
                                          float *restrict column_beside, const float *restrict products,
                                          const int32_t *same, size_t first, size_t rows, size_t count, float scale) {
  int64_t correct = 0;
  // Until the second pass, the place of a row's log-sum-exp holds its largest logit.
  for (size_t row = 0; row < rows; row++) {
    const float *from = products + row * count;
    const float beside = contrastive_rivals(column_beside, from, same, first + row, count, scale);
    positive[row] = from[first + row] * scale;
    correct += positive[row] > beside;
    row_lse[row] = beside > positive[row] ? beside : positive[row];
  }
  EACH_BLOCK(count, {
    floats before = load(column_largest + i, n), largest = larger_of(before, load(column_beside + i, n));
    for (size_t row = 0; row < rows; row++) {
      const size_t column = first + row;
      if (column >= i && column < i + n)
        largest = lane_numbers() + (int32_t)i == (int32_t)column ? larger_of(largest, (floats)positive[row]) : largest;
    }
    store(column_sum + i, load(column_sum + i, n) * exponential(before - largest), n);
    store(column_largest + i, largest, n);
  });
  for (size_t row = 0; row < rows; row++) {
    floats sum = 0;
    EACH_BLOCK(count, {
      floats value = contrastive_logits(products + row * count, same, i, n, first + row, scale);
      sum += exponential(value - row_lse[row]);
      floats along_column = exponential(value - load(column_largest + i, n));
      store(column_sum + i, load(column_sum + i, n) + along_column, n);
    });
    row_lse[row] += (float)__builtin_log((double)sum_of(sum));
  }
  return correct;
}

static double contrastive_gradients_f32(float *restrict products, const float *restrict row_lse,
                                     const float *restrict column_lse, const int32_t *same, size_t first, size_t rows,
                                     size_t count, float scale) {
  // The derivative of the mean of both directions.
  const float share = 0.5f / (float)count;
  double gradient = 0;
  for (size_t row = 0; row < rows; row++) {
    const size_t diagonal = first + row;
    float *place = products + row * count;
    const float positive = place[diagonal] * scale;
    floats sum = 0;
    EACH_BLOCK(count, {
      floats value = contrastive_logits(place, same, i, n, diagonal, scale);
      floats power = exponential(value - row_lse[row]) + exponential(value - load(column_lse + i, n));
      floats derivative = power * share;
      sum += first_lanes(derivative * (load(place + i, n) * scale), n, 0.0f);
      store(place + i, derivative * scale, n);
    });
    place[diagonal] -= 2.0f * share * scale;
    gradient += (double)sum_of(sum) - 2.0 * (double)share * (double)positive;
  }
  return gradient;
}

/// log(1 + x) for 0 ≤ x ≤ 1, to a relative error of 3e-7: a logarithm of 1 + x would lose small x.
INLINE floats logarithm_of_one_plus(floats x) {
  floats series = x * (1.0f - x * (0.5f - x * (0.33333333f - x * (0.25f - x * 0.2f))));
  return x < 0.02f ? series : logarithm(1.0f + x);
}

static int64_t contrastive_sigmoid_f32(double *restrict sums, float *restrict positive, float *restrict column_beside,
                                       float *restrict products, const int32_t *same, size_t first, size_t rows,
                                       size_t count, float scale, float bias) {
  const float share = 1.0f / (float)count;
  int64_t correct = 0;
  for (size_t row = 0; row < rows; row++) {
    const size_t diagonal = first + row;
    float *place = products + row * count;
    positive[row] = place[diagonal] * scale;
    correct += positive[row] > contrastive_rivals(column_beside, place, same, diagonal, count, scale);
    floats loss = 0, scale_gradient = 0, bias_gradient = 0;
    EACH_BLOCK(count, {
      // A pair's loss is log(1 + e^z), with z the logit of a negative, or minus that of a positive.
      floats similarity = load(place + i, n) * scale, logit = contrastive_logits(place, same, i, n, diagonal, scale) + bias;
      ints is_positive = lane_numbers() + (int32_t)i == (int32_t)diagonal;
      floats z = is_positive ? -logit : logit;
      floats power = exponential(z < 0.0f ? z : -z), whole = reciprocal(1.0f + power);
      loss += (z < 0.0f ? (floats)0.0f : z) + logarithm_of_one_plus(power);
      floats derivative = share * (z < 0.0f ? power * whole : whole);
      derivative = is_positive ? -derivative : derivative;
      scale_gradient += first_lanes(derivative * similarity, n, 0.0f);
      bias_gradient += derivative;
      store(place + i, derivative * scale, n);
    });
    sums[0] += (double)sum_of(loss) * (double)share;
    sums[1] += (double)sum_of(scale_gradient);
    sums[2] += (double)sum_of(bias_gradient);
  }
  return correct;
}
