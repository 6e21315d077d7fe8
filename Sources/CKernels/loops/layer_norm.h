// Layer norm over the last axis; the statistics of a row are taken around its mean, in two passes over the cached rows.

/// One block of at most four rows, whose chains of additions run side by side.
INLINE void TYPED(layer_norm_forward_rows)(ACTIVATION *restrict out, ACTIVATION *restrict normal, float *restrict rstd,
                                           const float *restrict x, const float *restrict scale,
                                           const float *restrict bias, size_t rows, size_t width, float epsilon) {
  const float share = 1.0f / (float)width;
  float mean[4];
  floats sum[4] = {0, 0, 0, 0}, squares[4] = {0, 0, 0, 0};
  EACH_BLOCK(width, {
    for (size_t row = 0; row < rows; row++) sum[row] += load(x + row * width + i, n);
  });
  for (size_t row = 0; row < rows; row++) mean[row] = sum_of(sum[row]) * share;
  EACH_BLOCK(width, {
    for (size_t row = 0; row < rows; row++) {
      floats distance = first_lanes(load(x + row * width + i, n) - mean[row], n, 0.0f);
      squares[row] += distance * distance;
    }
  });
  for (size_t row = 0; row < rows; row++)
    rstd[row] = 1.0f / __builtin_sqrtf(sum_of(squares[row]) * share + epsilon);
  EACH_BLOCK(width, {
    floats column_scale = load(scale + i, n), column_bias = load(bias + i, n);
    for (size_t row = 0; row < rows; row++) {
      floats value = (load(x + row * width + i, n) - mean[row]) * rstd[row];
      if (normal) store(normal + row * width + i, value, n);
      store(out + row * width + i, value * column_scale + column_bias, n);
    }
  });
}

static void TYPED(layer_norm_forward)(ACTIVATION *restrict out, ACTIVATION *restrict normal, float *restrict rstd,
                                      const float *restrict x, const float *restrict scale, const float *restrict bias,
                                      size_t rows, size_t width, float epsilon) {
  for (size_t row = 0; row < rows;) {
    const size_t at = row * width, count = rows - row < 4 ? 1 : 4;
    ACTIVATION *beside = normal ? normal + at : NULL;
    if (count == 4) {
      TYPED(layer_norm_forward_rows)(out + at, beside, rstd + row, x + at, scale, bias, 4, width, epsilon);
    } else {
      TYPED(layer_norm_forward_rows)(out + at, beside, rstd + row, x + at, scale, bias, 1, width, epsilon);
    }
    row += count;
  }
}

static void TYPED(layer_norm_apply)(ACTIVATION *restrict out, const ACTIVATION *restrict normal,
                                    const float *restrict scale, const float *restrict bias, size_t rows,
                                    size_t width) {
  for (size_t row = 0; row < rows; row++)
    EACH_BLOCK(width, {
      floats value = load(normal + row * width + i, n);
      store(out + row * width + i, value * load(scale + i, n) + load(bias + i, n), n);
    });
}

/// One block of at most four rows: the parameter gradients of a column are loaded and stored once for all of them.
INLINE void TYPED(layer_norm_backward_rows)(float *dx, float *restrict dscale, float *restrict dbias, const float *dy,
                                            const ACTIVATION *restrict normal, const float *restrict rstd,
                                            const float *restrict scale, const float *restrict stream, size_t rows,
                                            size_t width) {
  floats sum[4] = {0, 0, 0, 0}, product[4] = {0, 0, 0, 0};
  EACH_BLOCK(width, {
    floats column_scale = load(scale + i, n), dscale_sum = load(dscale + i, n), dbias_sum = load(dbias + i, n);
    for (size_t row = 0; row < rows; row++) {
      floats upstream = load(dy + row * width + i, n), value = load(normal + row * width + i, n);
      floats direct = upstream * column_scale;
      sum[row] += direct;
      product[row] += direct * value;
      dscale_sum += upstream * value;
      dbias_sum += upstream;
    }
    store(dscale + i, dscale_sum, n);
    store(dbias + i, dbias_sum, n);
  });
  const float share = 1.0f / (float)width;
  for (size_t row = 0; row < rows; row++) {
    const float sum_share = sum_of(sum[row]) * share, product_share = sum_of(product[row]) * share;
    EACH_BLOCK(width, {
      floats value = load(normal + row * width + i, n);
      floats direct = load(dy + row * width + i, n) * load(scale + i, n);
      floats gradient = (direct - sum_share - value * product_share) * rstd[row];
      store(dx + row * width + i, stream ? gradient + load(stream + row * width + i, n) : gradient, n);
    });
  }
}

static void TYPED(layer_norm_backward)(float *dx, float *restrict dscale, float *restrict dbias, const float *dy,
                                       const ACTIVATION *restrict normal, const float *restrict rstd,
                                       const float *restrict scale, const float *restrict stream, size_t rows,
                                       size_t width) {
  for (size_t row = 0; row < rows;) {
    const size_t at = row * width, count = rows - row < 4 ? 1 : 4;
    const float *beside = stream ? stream + at : NULL;
    if (count == 4) {
      TYPED(layer_norm_backward_rows)
      (dx + at, dscale, dbias, dy + at, normal + at, rstd + row, scale, beside, 4, width);
    } else {
      TYPED(layer_norm_backward_rows)
      (dx + at, dscale, dbias, dy + at, normal + at, rstd + row, scale, beside, 1, width);
    }
    row += count;
  }
}
