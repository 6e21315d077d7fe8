#include <string.h>

#include "clippo_pixels.h"

typedef float float4 __attribute__((vector_size(16)));
typedef int32_t int4 __attribute__((vector_size(16)));

void clippo_color_matrix_rgb8(uint8_t *restrict pixels, size_t count, const float *restrict m) {
  const float4 red = {m[0], m[4], m[8]}, green = {m[1], m[5], m[9]}, blue = {m[2], m[6], m[10]};
  const float4 offset = {m[3] + 0.5f, m[7] + 0.5f, m[11] + 0.5f};  // rounds when cut off below
  const float4 zero = {0, 0, 0, 0}, full = {255, 255, 255, 255};
  for (uint8_t *p = pixels; p < pixels + 3 * count; p += 3) {
    float4 value = red * (float)p[0] + green * (float)p[1] + blue * (float)p[2] + offset;
    value = __builtin_elementwise_min(__builtin_elementwise_max(value, zero), full);
    const int4 whole = __builtin_convertvector(value, int4);
    p[0] = (uint8_t)whole[0];
    p[1] = (uint8_t)whole[1];
    p[2] = (uint8_t)whole[2];
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
