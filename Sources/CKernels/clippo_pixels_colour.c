#include <string.h>

#include "clippo_pixels.h"

static inline uint8_t rounded(float value) {
  value += 0.5f;
  return value < 0 ? 0 : value > 255 ? 255 : (uint8_t)value;
}

void clippo_colour_matrix_rgb8(uint8_t *restrict pixels, size_t count, const float *restrict matrix) {
  for (uint8_t *p = pixels; p < pixels + 3 * count; p += 3) {
    const float red = p[0], green = p[1], blue = p[2];
    p[0] = rounded(matrix[0] * red + matrix[1] * green + matrix[2] * blue + matrix[3]);
    p[1] = rounded(matrix[4] * red + matrix[5] * green + matrix[6] * blue + matrix[7]);
    p[2] = rounded(matrix[8] * red + matrix[9] * green + matrix[10] * blue + matrix[11]);
  }
}

void clippo_compose_rgba8(uint8_t *restrict out, const uint8_t *restrict in, size_t count,
                          const uint8_t *restrict background) {
  for (size_t i = 0; i < count; i++) {
    const uint32_t alpha = in[4 * i + 3];
    for (size_t c = 0; c < 3; c++)
      out[3 * i + c] = (uint8_t)((in[4 * i + c] * alpha + background[c] * (255 - alpha) + 127) / 255);
  }
}

void clippo_compose_premultiplied_bgra8(uint8_t *restrict out, const uint8_t *restrict in, size_t width, size_t height,
                                        size_t pitch, const uint8_t *restrict background) {
  for (size_t y = 0; y < height; y++)
    for (size_t x = 0; x < width; x++, out += 3) {
      const uint8_t *pixel = in + y * pitch + 4 * x;
      const uint32_t clear = 255 - pixel[3];
      for (size_t c = 0; c < 3; c++) {
        const uint32_t value = pixel[2 - c] + (background[c] * clear + 127) / 255;
        out[c] = (uint8_t)(value > 255 ? 255 : value);
      }
    }
}

void clippo_cut_patches_rgb8(uint8_t *restrict out, const uint8_t *restrict in, size_t rows, size_t columns,
                             size_t patch) {
  const size_t line = 3 * patch;
  for (size_t row = 0; row < rows; row++)
    for (size_t column = 0; column < columns; column++)
      for (size_t y = 0; y < patch; y++, out += line)
        memcpy(out, in + ((row * patch + y) * columns + column) * line, line);
}
