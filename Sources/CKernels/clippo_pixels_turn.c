#include <string.h>

#include "clippo_pixels.h"

/// Pixels a side of the squares that are moved one by one: columns of the one image are rows of the other, and the
/// cache holds a square of both.
enum { SQUARE = 32 };

static inline size_t least(size_t a, size_t b) { return a < b ? a : b; }

void clippo_turn_pixels8(uint8_t *restrict out, const uint8_t *restrict in, clippo_pixel_turn turn, size_t out_width,
                         size_t out_height, size_t channels) {
  for (size_t top = 0; top < out_height; top += SQUARE)
    for (size_t left = 0; left < out_width; left += SQUARE)
      for (size_t y = top; y < least(top + SQUARE, out_height); y++) {
        ptrdiff_t from = turn.start + (ptrdiff_t)y * turn.down + (ptrdiff_t)left * turn.across;
        uint8_t *to = out + (y * out_width + left) * channels;
        const size_t count = least(SQUARE, out_width - left);
        for (size_t x = 0; x < count; x++, from += turn.across, to += channels) {
          const uint8_t *pixel = in + from * (ptrdiff_t)channels;
          to[0] = pixel[0];
          to[1] = pixel[1];
          to[2] = pixel[2];
          if (channels == 4) to[3] = pixel[3];
        }
      }
}
