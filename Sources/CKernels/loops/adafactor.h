// Adafactor as big_vision configures it (Shazeer & Stern 2018; Zhai et al. 2022): second moments factored over the two
// longest axes, bf16 momentum without debiasing, no clipping of the update.

/// Moves some elements along their direction, momentum applied.
INLINE void adafactor_move(float *parameter, clippo_bf16 *momentum, floats direction, const clippo_adafactor_step *step,
                           size_t n) {
  floats moved = (1.0f - step->momentum_decay_exact) * direction + step->momentum_decay * load(momentum, n);
  floats value = load(parameter, n);
  store(momentum, moved, n);
  store(parameter, value - (step->step_size * moved + step->decay * value), n);
}

static void adafactor_full_f32(float *restrict parameter, float *restrict second, clippo_bf16 *restrict momentum,
                               const float *restrict gradient, size_t count, clippo_adafactor_step step) {
  EACH_BLOCK(count, {
    floats g = load(gradient + i, n) * step.gradient_scale;
    floats squares = step.second_decay * load(second + i, n) + (1.0f - step.second_decay) * (g * g + step.epsilon);
    store(second + i, squares, n);
    adafactor_move(parameter + i, momentum + i, g / __builtin_elementwise_sqrt(squares), &step, n);
  });
}

/// One row of squares: added to `across`, and their sum returned.
INLINE float adafactor_add_squares(float *restrict across, const float *restrict gradient, size_t count,
                                   const clippo_adafactor_step *step) {
  floats sum = 0;
  EACH_BLOCK(count, {
    floats g = load(gradient + i, n) * step->gradient_scale, square = g * g + step->epsilon;
    store(across + i, load(across + i, n) + square, n);
    sum += first_lanes(square, n, 0.0f);
  });
  return sum_of(sum);
}

INLINE void adafactor_decay_into(float *restrict running, const float *restrict sums, size_t count, size_t summed,
                                 float decay) {
  const float share = (1.0f - decay) / (float)summed;
  EACH_BLOCK(count, store(running + i, decay * load(running + i, n) + share * load(sums + i, n), n););
}

/// factors [outer, length, inner] = (running / mean of running over `length`)^-1/2
INLINE void adafactor_relative_factors(float *restrict factors, const float *restrict running, size_t outer,
                                       size_t length, size_t inner) {
  for (size_t o = 0; o < outer; o++) {
    for (size_t i = 0; i < inner; i++) {
      const float *values = running + o * length * inner + i;
      float *out = factors + o * length * inner + i;
      float sum = 0;
      for (size_t j = 0; j < length; j++) sum += values[j * inner];
      float mean = sum / (float)length;
      for (size_t j = 0; j < length; j++) out[j * inner] = 1.0f / __builtin_sqrtf(values[j * inner] / mean);
    }
  }
}

INLINE void adafactor_factors(float *restrict factors, const float *restrict running, size_t count) {
  EACH_BLOCK(count, store(factors + i, 1.0f / __builtin_elementwise_sqrt(load(running + i, n)), n););
}

static void adafactor_factored_f32(float *restrict parameter, float *restrict without_first,
                                   float *restrict without_second, clippo_bf16 *restrict momentum,
                                   const float *restrict gradient, size_t outer, size_t first, size_t middle,
                                   size_t second, size_t inner, int first_is_larger, clippo_adafactor_step step,
                                   float *restrict scratch) {
  const size_t first_count = outer * middle * second * inner, second_count = outer * first * middle * inner;
  const size_t row = second * inner;
  float *across_first = scratch, *across_second = scratch + first_count;
  __builtin_memset(scratch, 0, (first_count + second_count) * sizeof(float));

  // Sums of squares over either axis.
  for (size_t r = 0; r < outer * first * middle; r++) {
    const float *g = gradient + r * row;
    float *across = across_first + (r / (first * middle) * middle + r % middle) * row;
    if (inner == 1) {
      across_second[r] = adafactor_add_squares(across, g, second, &step);
      continue;
    }
    for (size_t i = 0; i < row; i++) {
      float scaled = g[i] * step.gradient_scale, square = scaled * scaled + step.epsilon;
      across[i] += square;
      across_second[r * inner + i % inner] += square;
    }
  }
  adafactor_decay_into(without_first, across_first, first_count, first, step.second_decay);
  adafactor_decay_into(without_second, across_second, second_count, second, step.second_decay);

  // The mean over the larger axis is the row mean, divided by its own mean over the other axis.
  if (first_is_larger) {
    adafactor_relative_factors(across_first, without_first, outer * middle, second, inner);
    adafactor_factors(across_second, without_second, second_count);
  } else {
    adafactor_relative_factors(across_second, without_second, outer, first, middle * inner);
    adafactor_factors(across_first, without_first, first_count);
  }

  for (size_t r = 0; r < outer * first * middle; r++) {
    const float *g = gradient + r * row, *along = across_first + (r / (first * middle) * middle + r % middle) * row;
    const float *scales = across_second + r * inner;
    float *p = parameter + r * row;
    clippo_bf16 *m = momentum + r * row;
    for (size_t part = 0; part < (inner == 1 ? 1 : second); part++) {
      // With one element an `inner`, all of a row has one scale; else every `inner` run has its own scales.
      const size_t start = part * inner, length = inner == 1 ? row : inner;
      EACH_BLOCK(length, {
        const size_t at = start + i;
        floats scale = inner == 1 ? (floats)scales[0] : load(scales + i, n);
        floats direction = load(g + at, n) * step.gradient_scale * scale * load(along + at, n);
        adafactor_move(p + at, m + at, direction, &step, n);
      });
    }
  }
}
