// The two loops of resampling for one instruction set. Whoever includes this has defined before
// - TAPS: taps that `wide_pixel` goes on by, so many weights it reads of a position, zeros among them;
// - SPARE: input pixels behind those that it touches; it also writes one output pixel too many;
// - PAIR_TAPS: taps up to which `wide_pair` makes two neighboring pixels at once, 0 where there is none;
// - COLUMNS: how many samples of a row `wide_columns` makes.
#include "clippo_pixels_resample.h"

static void across(int16_t *restrict out, const uint8_t *restrict in, clippo_resample_table table, size_t height,
                   size_t in_stride, size_t in_width, size_t out_width) {
  const size_t taps = (table.taps + TAPS - 1) / TAPS * TAPS;
  for (size_t y = 0; y < height; y++, in += in_stride) {
    // Wide reads and writes may run over into the next rows, where there are any.
    const size_t rows = height - y, pixels = ((rows - 1) * in_stride + 3 * in_width) / 3;
    for (size_t x = 0; x < out_width; x++, out += 3) {
      const size_t first = (size_t)table.first[x];
      const int16_t *weights = table.weights + x * table.stride;
      if (table.taps <= PAIR_TAPS && x + 3 <= rows * out_width && x + 1 < out_width) {
        const size_t second = (size_t)table.first[x + 1], later = first > second ? first : second;
        if (later + PAIR_TAPS + SPARE <= pixels) {
          wide_pair(out, in + 3 * first, in + 3 * second, weights, table.bits);
          x++;
          out += 3;
          continue;
        }
      }
      if (first + taps + SPARE <= pixels && x + 2 <= rows * out_width)
        wide_pixel(out, in + 3 * first, weights, taps, table.bits);
      else
        plain_pixel(out, in + 3 * first, weights, table.taps, table.bits);
    }
  }
}

static void down(uint8_t *restrict out, const int16_t *restrict in, clippo_resample_table table, size_t out_height,
                 size_t row) {
  const int shift = table.bits + FRACTION;
  for (size_t y = 0; y < out_height; y++, out += row) {
    const int16_t *from = in + (size_t)table.first[y] * row;
    const int16_t *weights = table.weights + y * table.stride;
    size_t x = 0;
    for (; x + COLUMNS <= row; x += COLUMNS) wide_columns(out + x, from + x, weights, table.taps, row, shift);
    if (x < row && row >= COLUMNS) {  // The last columns, some of them again.
      x = row - COLUMNS;
      wide_columns(out + x, from + x, weights, table.taps, row, shift);
      x = row;
    }
    for (; x < row; x++) out[x] = plain_sample(from + x, weights, table.taps, row, shift);
  }
}
