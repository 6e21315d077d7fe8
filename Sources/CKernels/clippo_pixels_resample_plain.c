// Resampling without instructions of a certain processor: the reference of the others.
#include "clippo_pixels_resample.h"

#define wide_pixel plain_pixel
#define wide_columns(out, from, weights, taps, row, shift) (*(out) = plain_sample(from, weights, taps, row, shift))
enum { TAPS = 1, SPARE = 0, PAIR_TAPS = 0, COLUMNS = 1 };
#define wide_pair(out, first, second, weights, bits) ((void)0)
#include "clippo_pixels_resample_loops.h"

const clippo_resample_loops clippo_resample_plain = {across, down};
