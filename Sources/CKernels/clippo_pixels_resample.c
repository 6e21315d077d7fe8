#include "clippo_pixels.h"

void clippo_resample_across_rgb8(float *restrict out, const uint8_t *restrict in, clippo_resample_table table,
                                 size_t height, size_t in_width, size_t out_width) {
  for (size_t y = 0; y < height; y++) {
    const uint8_t *row = in + y * in_width * 3;
    for (size_t x = 0; x < out_width; x++, out += 3) {
      const uint8_t *from = row + 3 * (size_t)table.first[x];
      const float *weights = table.weights + x * table.taps;
      float red = 0, green = 0, blue = 0;
      for (size_t tap = 0; tap < table.taps; tap++, from += 3) {
        red += weights[tap] * from[0];
        green += weights[tap] * from[1];
        blue += weights[tap] * from[2];
      }
      out[0] = red;
      out[1] = green;
      out[2] = blue;
    }
  }
}

void clippo_resample_down_rgb8(uint8_t *restrict out, const float *restrict in, clippo_resample_table table,
                               size_t out_height, size_t row) {
  for (size_t y = 0; y < out_height; y++, out += row) {
    const float *from = in + (size_t)table.first[y] * row;
    const float *weights = table.weights + y * table.taps;
    for (size_t x = 0; x < row; x++) {
      float sum = 0.5f;  // rounds when cut off below
      for (size_t tap = 0; tap < table.taps; tap++) sum += weights[tap] * from[tap * row + x];
      out[x] = sum < 0 ? 0 : sum > 255 ? 255 : (uint8_t)sum;
    }
  }
}
