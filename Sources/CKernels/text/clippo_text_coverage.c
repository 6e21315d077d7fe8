#include "clippo_text.h"
#include <string.h>

/// 16 bytes at once; every x86-64 and arm64 machine adds them with saturation in one instruction.
typedef uint8_t bytes16 __attribute__((vector_size(16)));

static inline int32_t larger(int32_t a, int32_t b) { return a > b ? a : b; }
static inline int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }

static inline bytes16 load16(const uint8_t *in) {
  bytes16 value;
  memcpy(&value, in, 16);
  return value;
}

/// The part of a glyph that lies on the canvas, byte by byte.
static void blit_clipped(uint8_t *canvas, size_t stride, int32_t canvas_width, int32_t canvas_height, const uint8_t *glyph, size_t glyph_stride, int32_t x, int32_t y, int32_t width, int32_t height) {
  int32_t left = larger(0, -x), right = smaller(width, canvas_width - x);
  int32_t top = larger(0, -y), bottom = smaller(height, canvas_height - y);
  for (int32_t row = top; row < bottom; row++) {
    uint8_t *out = canvas + (size_t)(y + row) * stride + x;
    const uint8_t *in = glyph + (size_t)row * glyph_stride;
    for (int32_t column = left; column < right; column++) {
      unsigned sum = (unsigned)out[column] + in[column];
      out[column] = (uint8_t)(sum > 255 ? 255 : sum);
    }
  }
}

void clippo_text_blit_u8(uint8_t *canvas, size_t stride, int32_t canvas_width, int32_t canvas_height, const uint8_t *glyph, int32_t x, int32_t y, int32_t width, int32_t height) {
  size_t glyph_stride = ((size_t)width + 15) / 16 * 16;
  if (x < 0 || y < 0 || y + height > canvas_height || x + width > canvas_width) {
    blit_clipped(canvas, stride, canvas_width, canvas_height, glyph, glyph_stride, x, y, width, height);
    return;
  }
  uint8_t *out = canvas + (size_t)y * stride + x;
  for (int32_t row = 0; row < height; row++, out += stride, glyph += glyph_stride) {
    for (size_t column = 0; column < glyph_stride; column += 16) {
      bytes16 sum = __builtin_elementwise_add_sat(load16(out + column), load16(glyph + column));
      memcpy(out + column, &sum, 16);
    }
  }
}
