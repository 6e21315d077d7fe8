// What the instruction sets share in resampling. Everything is whole numbers, so every machine and every width of its
// registers gives the same bytes: weights of 14 or 15 bits, samples between the two directions with 7 bits behind the
// point, sums of 32 bits. A position's weights have magnitudes that sum to less than 2, so the largest sum, 2 * 2^15 * 255
// * 2^7, stays below 2^31.
#ifndef CLIPPO_PIXELS_RESAMPLE_H
#define CLIPPO_PIXELS_RESAMPLE_H
#include <string.h>

#include "clippo_pixels.h"

enum { FRACTION = 7, LARGEST = 255 << FRACTION };

typedef struct {
  void (*across)(int16_t *restrict out, const uint8_t *restrict in, clippo_resample_table table, size_t height,
                 size_t in_stride, size_t in_width, size_t out_width);
  void (*down)(uint8_t *restrict out, const int16_t *restrict in, clippo_resample_table table, size_t out_height,
               size_t row);
} clippo_resample_loops;

extern const clippo_resample_loops clippo_resample_plain;
#if defined(__x86_64__)
extern const clippo_resample_loops clippo_resample_sse2, clippo_resample_avx2;
#endif

static inline int32_t clamped(int32_t value, int32_t largest) {
  return value < 0 ? 0 : value > largest ? largest : value;
}

/// One pixel, in any place.
static inline void plain_pixel(int16_t *restrict out, const uint8_t *restrict from, const int16_t *restrict weights,
                               size_t taps, int bits) {
  for (size_t c = 0; c < 3; c++) {
    int32_t sum = 1 << (bits - FRACTION - 1);
    for (size_t tap = 0; tap < taps; tap++) sum += weights[tap] * from[3 * tap + c];
    out[c] = (int16_t)clamped(sum >> (bits - FRACTION), LARGEST);
  }
}

/// One sample; `shift` is bits + FRACTION.
static inline uint8_t plain_sample(const int16_t *restrict from, const int16_t *restrict weights, size_t taps,
                                   size_t row, int shift) {
  int32_t sum = 1 << (shift - 1);
  for (size_t tap = 0; tap < taps; tap++) sum += weights[tap] * from[tap * row];
  return (uint8_t)clamped(sum >> shift, 255);
}

#endif
