#include "clippo_pixels.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

// Places are 48.16 fixed point and weights 1/128: exact enough for 8 bits, and the same on every machine. Sums of
// weighted samples stay below 2^23 and are rounded once, so the order of the two directions does not matter.

static inline int64_t fixed(double value) {
  double scaled = value * 65536.0;
  return (int64_t)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}

static inline uint8_t blend(uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t right, uint32_t below) {
  uint32_t top = a * (128 - right) + b * right;
  uint32_t bottom = c * (128 - right) + d * right;
  return (uint8_t)((top * (128 - below) + bottom * below + 8192) >> 14);
}

#ifdef __SSE2__
/// Bytes that `sample_inside` reads from a row; the last two are not used.
enum { READ = 8 };

static inline void sample_inside(uint8_t *restrict out, const uint8_t *top, const uint8_t *bottom, uint32_t right,
                                 uint32_t below) {
  const __m128i zero = _mm_setzero_si128();
  const __m128i first = _mm_loadl_epi64((const __m128i *)top), second = _mm_loadl_epi64((const __m128i *)bottom);
  const __m128i both = _mm_unpacklo_epi8(first, second);
  const __m128i down = _mm_set1_epi32((int)(below << 16 | (128 - below)));
  const __m128i across = _mm_set1_epi32((int)(right << 16 | (128 - right)));
  const __m128i low = _mm_madd_epi16(_mm_unpacklo_epi8(both, zero), down);
  const __m128i high = _mm_madd_epi16(_mm_unpackhi_epi8(both, zero), down);
  const __m128i mixed = _mm_packs_epi32(low, high);  // six values of at most 255 * 128
  const __m128i pairs = _mm_unpacklo_epi16(mixed, _mm_srli_si128(mixed, 6));
  __m128i sum = _mm_srli_epi32(_mm_add_epi32(_mm_madd_epi16(pairs, across), _mm_set1_epi32(8192)), 14);
  sum = _mm_packus_epi16(_mm_packs_epi32(sum, sum), zero);
  const uint32_t pixel = (uint32_t)_mm_cvtsi128_si32(sum);
  out[0] = (uint8_t)pixel;
  out[1] = (uint8_t)(pixel >> 8);
  out[2] = (uint8_t)(pixel >> 16);
}
#else
enum { READ = 6 };

static inline void sample_inside(uint8_t *restrict out, const uint8_t *top, const uint8_t *bottom, uint32_t right,
                                 uint32_t below) {
  for (int c = 0; c < 3; c++) out[c] = blend(top[c], top[c + 3], bottom[c], bottom[c + 3], right, below);
}
#endif

/// One sample anywhere: neighbors that do not exist are background.
static void sample_border(uint8_t *restrict out, const uint8_t *restrict in, int64_t column, int64_t row,
                          uint32_t right, uint32_t below, int64_t width, int64_t height,
                          const uint8_t *restrict background) {
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
  // Places whose neighbors all exist, and from which whole reads stay inside a row; narrower images have none.
  const uint64_t last_row = in_width >= 3 ? in_height - 1 : 0, last_column = in_width - (READ + 2) / 3;
  for (size_t y = 0; y < out_height; y++) {
    int64_t at_x = fixed((double)matrix[1] * (double)y + matrix[2]);
    int64_t at_y = fixed((double)matrix[4] * (double)y + matrix[5]);
    for (size_t x = 0; x < out_width; x++, out += 3, at_x += step_x, at_y += step_y) {
      const int64_t column = at_x >> 16, row = at_y >> 16;
      const uint32_t right = (uint32_t)(at_x >> 9) & 127, below = (uint32_t)(at_y >> 9) & 127;
      if ((uint64_t)column <= last_column && (uint64_t)row < last_row) {
        const uint8_t *top = in + (size_t)row * stride + 3 * (size_t)column;
        sample_inside(out, top, top + stride, right, below);
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
