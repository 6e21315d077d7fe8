#include <string.h>

#include "clippo_pixels.h"

typedef float float4 __attribute__((vector_size(16)));

static inline float4 read4(const float *from) {
  float4 value;
  memcpy(&value, from, sizeof value);
  return value;
}

void clippo_resample_across_rgb8(float *restrict out, const uint8_t *restrict in, float *restrict line,
                                 clippo_resample_table table, size_t height, size_t in_stride, size_t in_width,
                                 size_t out_width, int mirrored) {
  for (size_t y = 0; y < height; y++, in += in_stride) {
    // Every sample is read by several taps but widened once, to four floats a pixel.
    for (size_t x = 0; x < in_width; x++) {
      line[4 * x] = in[3 * x];
      line[4 * x + 1] = in[3 * x + 1];
      line[4 * x + 2] = in[3 * x + 2];
      line[4 * x + 3] = 0;
    }
    for (size_t x = 0; x < out_width; x++, out += 3) {
      const size_t position = mirrored ? out_width - 1 - x : x;
      const float *from = line + 4 * (size_t)table.first[position];
      const float *weights = table.weights + position * table.taps;
      float4 sum = {0, 0, 0, 0};
      for (size_t tap = 0; tap < table.taps; tap++, from += 4) sum += weights[tap] * read4(from);
      memcpy(out, &sum, 3 * sizeof(float));
    }
  }
}

/// Samples whose sums are kept near while the rows above and below are added.
enum { BLOCK = 256 };

static inline void resample_block(uint8_t *restrict out, const float *restrict in, const float *restrict weights,
                                  size_t taps, size_t row, size_t count) {
  float sums[BLOCK];
  for (size_t x = 0; x < count; x++) sums[x] = 0.5f;  // rounds when cut off below
  for (size_t tap = 0; tap < taps; tap++, in += row)
    for (size_t x = 0; x < count; x++) sums[x] += weights[tap] * in[x];
  for (size_t x = 0; x < count; x++) {
    const float sum = sums[x] < 0 ? 0 : sums[x] > 255 ? 255 : sums[x];
    out[x] = (uint8_t)(int32_t)sum;
  }
}

void clippo_resample_down_rgb8(uint8_t *restrict out, const float *restrict in, clippo_resample_table table,
                               size_t out_height, size_t row) {
  for (size_t y = 0; y < out_height; y++, out += row) {
    const float *from = in + (size_t)table.first[y] * row;
    const float *weights = table.weights + y * table.taps;
    size_t x = 0;
    for (; x + BLOCK <= row; x += BLOCK) resample_block(out + x, from + x, weights, table.taps, row, BLOCK);
    if (x < row) resample_block(out + x, from + x, weights, table.taps, row, row - x);
  }
}
