#include "clippo_text.h"

static inline int32_t larger(int32_t a, int32_t b) { return a > b ? a : b; }
static inline int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }

void clippo_text_blend_patch_rgba(uint8_t *restrict out, int32_t size, const uint8_t *restrict glyph, int32_t x, int32_t y, int32_t width, int32_t height) {
  for (int32_t row = larger(0, y); row < smaller(size, y + height); row++) {
    for (int32_t column = larger(0, x); column < smaller(size, x + width); column++) {
      const uint8_t *in = glyph + ((size_t)(row - y) * (size_t)width + (size_t)(column - x)) * 4;
      uint8_t *pixel = out + ((size_t)row * (size_t)size + (size_t)column) * 3;
      unsigned rest = 255u - in[3];
      for (int channel = 0; channel < 3; channel++) {
        unsigned value = in[channel] + (pixel[channel] * rest + 127u) / 255u;
        pixel[channel] = (uint8_t)(value > 255 ? 255 : value);
      }
    }
  }
}

int clippo_text_any_alpha_rgba(const uint8_t *glyph, int32_t size, int32_t x, int32_t y, int32_t width, int32_t height) {
  for (int32_t row = larger(0, y); row < smaller(size, y + height); row++)
    for (int32_t column = larger(0, x); column < smaller(size, x + width); column++)
      if (glyph[((size_t)(row - y) * (size_t)width + (size_t)(column - x)) * 4 + 3]) return 1;
  return 0;
}

/// Sums of one output pixel, weighted by the area each source pixel shares with it; the weights add up to width * height.
static void area_sums(uint64_t sums[4], int32_t x, int32_t y, int32_t out_width, int32_t out_height, const uint8_t *in, ptrdiff_t stride, int32_t width, int32_t height) {
  int64_t left = (int64_t)x * width, right = left + width, top = (int64_t)y * height, bottom = top + height;
  for (int64_t row = top / out_height; row * out_height < bottom; row++) {
    int64_t first = row * out_height, end = first + out_height;
    uint64_t tall = (uint64_t)((end < bottom ? end : bottom) - (first > top ? first : top));
    for (int64_t column = left / out_width; column * out_width < right; column++) {
      int64_t start = column * out_width, stop = start + out_width;
      uint64_t weight = tall * (uint64_t)((stop < right ? stop : right) - (start > left ? start : left));
      const uint8_t *pixel = in + row * stride + column * 4;
      for (int channel = 0; channel < 4; channel++) sums[channel] += weight * pixel[channel];
    }
  }
}

void clippo_text_area_scale_bgra(uint8_t *out, int32_t out_width, int32_t out_height, const uint8_t *in, ptrdiff_t stride, int32_t width, int32_t height, int gray) {
  uint64_t whole = (uint64_t)width * (uint64_t)height;
  for (int32_t y = 0; y < out_height; y++) {
    for (int32_t x = 0; x < out_width; x++, out += 4) {
      uint64_t sums[4] = {0, 0, 0, 0};
      area_sums(sums, x, y, out_width, out_height, in, stride, width, height);
      unsigned blue = (unsigned)((sums[0] + whole / 2) / whole), green = (unsigned)((sums[1] + whole / 2) / whole);
      unsigned red = (unsigned)((sums[2] + whole / 2) / whole);
      if (gray) red = green = blue = (77 * red + 150 * green + 29 * blue + 128) >> 8;
      out[0] = (uint8_t)red;
      out[1] = (uint8_t)green;
      out[2] = (uint8_t)blue;
      out[3] = (uint8_t)((sums[3] + whole / 2) / whole);
    }
  }
}
