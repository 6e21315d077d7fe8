#include "clippo_pixels_resample.h"

static const clippo_resample_loops *loops(int level) {
#if defined(__x86_64__)
  return level < 0 ? &clippo_resample_plain : level == 0 ? &clippo_resample_sse2 : &clippo_resample_avx2;
#else
  (void)level;
  return &clippo_resample_plain;
#endif
}

void clippo_resample_across_rgb8(int16_t *out, const uint8_t *in, clippo_resample_table table, size_t height,
                                 size_t in_stride, size_t in_width, size_t out_width, int level) {
  loops(level)->across(out, in, table, height, in_stride, in_width, out_width);
}

void clippo_resample_down_rgb8(uint8_t *out, const int16_t *in, clippo_resample_table table, size_t out_height,
                               size_t row, int level) {
  loops(level)->down(out, in, table, out_height, row);
}
