#include "clippo_pixels.h"

// Places are 48.16 fixed point and weights 1/256: exact enough for 8 bits, and the same on every machine.

static inline int64_t fixed(double value) {
  double scaled = value * 65536.0;
  return (int64_t)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}

static inline uint8_t blend(uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t right, uint32_t below) {
  uint32_t top = a * (256 - right) + b * right;
  uint32_t bottom = c * (256 - right) + d * right;
  return (uint8_t)((top * (256 - below) + bottom * below + 32768) >> 16);
}

/// One sample at the border: neighbours that do not exist are background.
static void sample_border(uint8_t *restrict out, const uint8_t *restrict in, int64_t column, int64_t row, uint32_t right,
                          uint32_t below, int64_t width, int64_t height, const uint8_t *restrict background) {
  const uint8_t *near[4];
  for (int k = 0; k < 4; k++) {
    int64_t x = column + (k & 1), y = row + (k >> 1);
    int inside = x >= 0 && x < width && y >= 0 && y < height;
    near[k] = inside ? in + 3 * (y * width + x) : background;
  }
  for (int c = 0; c < 3; c++) out[c] = blend(near[0][c], near[1][c], near[2][c], near[3][c], right, below);
}

void clippo_affine_warp_rgb8(uint8_t *restrict out, const uint8_t *restrict in, size_t out_width, size_t out_height,
                             size_t in_width, size_t in_height, const float *restrict matrix,
                             const uint8_t *restrict background) {
  const int64_t width = (int64_t)in_width, height = (int64_t)in_height;
  const int64_t step_x = fixed(matrix[0]), step_y = fixed(matrix[3]);
  const size_t stride = 3 * in_width;
  for (size_t y = 0; y < out_height; y++) {
    int64_t at_x = fixed((double)matrix[1] * (double)y + matrix[2]);
    int64_t at_y = fixed((double)matrix[4] * (double)y + matrix[5]);
    for (size_t x = 0; x < out_width; x++, out += 3, at_x += step_x, at_y += step_y) {
      const int64_t column = at_x >> 16, row = at_y >> 16;
      const uint32_t right = (uint32_t)(at_x >> 8) & 255, below = (uint32_t)(at_y >> 8) & 255;
      if ((uint64_t)column < (uint64_t)(width - 1) && (uint64_t)row < (uint64_t)(height - 1)) {
        const uint8_t *top = in + (size_t)row * stride + 3 * (size_t)column, *bottom = top + stride;
        out[0] = blend(top[0], top[3], bottom[0], bottom[3], right, below);
        out[1] = blend(top[1], top[4], bottom[1], bottom[4], right, below);
        out[2] = blend(top[2], top[5], bottom[2], bottom[5], right, below);
      } else if (column < -1 || column >= width || row < -1 || row >= height) {
        out[0] = background[0];
        out[1] = background[1];
        out[2] = background[2];
      } else {
        sample_border(out, in, column, row, right, below, width, height, background);
      }
    }
  }
}
