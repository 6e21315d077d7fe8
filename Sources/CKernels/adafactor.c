// Adafactor as big_vision configures it (Shazeer & Stern 2018; Zhai et al. 2022): second moments factored over the two
// longest axes, bf16 momentum without debiasing, no clipping of the update.
#include "clippo_optimizers.h"

#include <math.h>
#include <string.h>

// The compiler makes one version for every instruction level and the loader picks one.
#if defined(__x86_64__) && defined(__GLIBC__)
#define CLIPPO_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLIPPO_CLONES
#endif
#define CLIPPO_INLINE static inline __attribute__((always_inline))

CLIPPO_INLINE float widen(clippo_bf16 bits) {
  uint32_t wide = (uint32_t)bits << 16;
  float value;
  memcpy(&value, &wide, sizeof value);
  return value;
}

// Round to nearest even; a NaN stays one because its highest mantissa bit is set before it is cut.
CLIPPO_INLINE clippo_bf16 narrow(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  uint32_t rounded = (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16;
  uint32_t not_a_number = (bits >> 16) | 0x40u;
  return (clippo_bf16)((bits & 0x7FFFFFFFu) > 0x7F800000u ? not_a_number : rounded);
}

// Moves one element along its direction, momentum applied.
CLIPPO_INLINE void move(float *parameter, clippo_bf16 *momentum, float direction, const clippo_adafactor_step *step) {
  float moved = (1.0f - step->momentum_decay_exact) * direction + step->momentum_decay * widen(*momentum);
  *momentum = narrow(moved);
  *parameter -= step->step_size * moved + step->decay * *parameter;
}

CLIPPO_CLONES
void clippo_adafactor_full_f32(float *restrict parameter, float *restrict second, clippo_bf16 *restrict momentum, const float *restrict gradient, size_t count, clippo_adafactor_step step) {
  for (size_t i = 0; i < count; i++) {
    float g = gradient[i] * step.gradient_scale;
    second[i] = step.second_decay * second[i] + (1.0f - step.second_decay) * (g * g + step.epsilon);
    move(&parameter[i], &momentum[i], g / sqrtf(second[i]), &step);
  }
}

// One row of squares: added to `across`, and their sum in a fixed order (16 partial sums) returned.
CLIPPO_INLINE float add_squares(float *restrict across, const float *restrict gradient, size_t count, const clippo_adafactor_step *step) {
  float sums[16] = {0};
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    for (size_t lane = 0; lane < 16; lane++) {
      float g = gradient[i + lane] * step->gradient_scale;
      float square = g * g + step->epsilon;
      across[i + lane] += square;
      sums[lane] += square;
    }
  }
  for (; i < count; i++) {
    float g = gradient[i] * step->gradient_scale;
    float square = g * g + step->epsilon;
    across[i] += square;
    sums[i % 16] += square;
  }
  float sum = 0;
  for (size_t lane = 0; lane < 16; lane++) sum += sums[lane];
  return sum;
}

CLIPPO_INLINE void decay_into(float *restrict running, const float *restrict sums, size_t count, size_t summed, float decay) {
  for (size_t i = 0; i < count; i++) running[i] = decay * running[i] + (1.0f - decay) * (sums[i] / (float)summed);
}

// factors [outer, length, inner] = (running / mean of running over `length`)^-1/2
CLIPPO_INLINE void relative_factors(float *restrict factors, const float *restrict running, size_t outer, size_t length, size_t inner) {
  for (size_t o = 0; o < outer; o++) {
    for (size_t n = 0; n < inner; n++) {
      const float *values = running + o * length * inner + n;
      float *out = factors + o * length * inner + n;
      float sum = 0;
      for (size_t j = 0; j < length; j++) sum += values[j * inner];
      float mean = sum / (float)length;
      for (size_t j = 0; j < length; j++) out[j * inner] = 1.0f / sqrtf(values[j * inner] / mean);
    }
  }
}

CLIPPO_INLINE void factors(float *restrict factors, const float *restrict running, size_t count) {
  for (size_t i = 0; i < count; i++) factors[i] = 1.0f / sqrtf(running[i]);
}

CLIPPO_CLONES
void clippo_adafactor_factored_f32(float *restrict parameter, float *restrict without_first, float *restrict without_second, clippo_bf16 *restrict momentum, const float *restrict gradient, size_t outer, size_t first, size_t middle, size_t second, size_t inner, int first_is_larger, clippo_adafactor_step step, float *restrict scratch) {
  size_t first_count = outer * middle * second * inner;
  size_t second_count = outer * first * middle * inner;
  float *across_first = scratch;
  float *across_second = scratch + first_count;
  memset(scratch, 0, (first_count + second_count) * sizeof(float));
  size_t row = second * inner;

  // Sums of squares over either axis.
  for (size_t r = 0; r < outer * first * middle; r++) {
    const float *g = gradient + r * row;
    float *across = across_first + (r / (first * middle) * middle + r % middle) * row;
    if (inner == 1) {
      across_second[r] = add_squares(across, g, second, &step);
      continue;
    }
    for (size_t i = 0; i < row; i++) {
      float scaled = g[i] * step.gradient_scale;
      float square = scaled * scaled + step.epsilon;
      across[i] += square;
      across_second[r * inner + i % inner] += square;
    }
  }
  decay_into(without_first, across_first, first_count, first, step.second_decay);
  decay_into(without_second, across_second, second_count, second, step.second_decay);

  // The mean over the larger axis is the row mean, divided by its own mean over the other axis.
  if (first_is_larger) {
    relative_factors(across_first, without_first, outer * middle, second, inner);
    factors(across_second, without_second, second_count);
  } else {
    relative_factors(across_second, without_second, outer, first, middle * inner);
    factors(across_first, without_first, first_count);
  }

  for (size_t r = 0; r < outer * first * middle; r++) {
    const float *g = gradient + r * row;
    const float *along = across_first + (r / (first * middle) * middle + r % middle) * row;
    float *p = parameter + r * row;
    clippo_bf16 *m = momentum + r * row;
    if (inner == 1) {
      float scale = step.gradient_scale * across_second[r];
      for (size_t i = 0; i < row; i++) move(&p[i], &m[i], g[i] * scale * along[i], &step);
    } else {
      const float *scales = across_second + r * inner;
      for (size_t i = 0; i < row; i++) {
        move(&p[i], &m[i], g[i] * step.gradient_scale * scales[i % inner] * along[i], &step);
      }
    }
  }
}
