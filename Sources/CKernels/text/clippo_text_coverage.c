#include "clippo_text.h"
#include <string.h>

static inline int32_t larger(int32_t a, int32_t b) { return a > b ? a : b; }
static inline int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }

void clippo_text_blit_u8(uint8_t *restrict canvas, int32_t canvas_width, int32_t canvas_height, const uint8_t *restrict glyph, int32_t x, int32_t y, int32_t width, int32_t height) {
  int32_t left = larger(0, -x), right = smaller(width, canvas_width - x);
  int32_t top = larger(0, -y), bottom = smaller(height, canvas_height - y);
  for (int32_t row = top; row < bottom; row++) {
    uint8_t *restrict out = canvas + (size_t)(y + row) * (size_t)canvas_width + x;
    const uint8_t *restrict in = glyph + (size_t)row * (size_t)width;
    for (int32_t column = left; column < right; column++) {
      unsigned sum = (unsigned)out[column] + in[column];
      out[column] = (uint8_t)(sum > 255 ? 255 : sum);
    }
  }
}

int clippo_text_any_ink_u8(const uint8_t *block, size_t stride, int32_t size) {
  for (int32_t row = 0; row < size; row++) {
    const uint8_t *in = block + (size_t)row * stride;
    uint64_t any = 0;
    int32_t column = 0;
    for (; column + 8 <= size; column += 8) {
      uint64_t word;
      memcpy(&word, in + column, 8);
      any |= word;
    }
    for (; column < size; column++) any |= in[column];
    if (any) return 1;
  }
  return 0;
}

void clippo_text_take_patch_u8(uint8_t *restrict out, uint8_t *restrict block, size_t stride, int32_t size, const uint8_t *restrict shade) {
  for (int32_t row = 0; row < size; row++) {
    uint8_t *in = block + (size_t)row * stride;
    for (int32_t column = 0; column < size; column++) {
      uint8_t value = shade[in[column]];
      out[0] = value;
      out[1] = value;
      out[2] = value;
      out += 3;
    }
    memset(in, 0, (size_t)size);
  }
}

void clippo_text_fill_u8(uint8_t *out, uint8_t value, size_t count) { memset(out, value, count * 3); }
