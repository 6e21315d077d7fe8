// Loops for pixels. Images are 8-bit RGB, rows from the top, `[height, width, 3]`, without padding.
#ifndef CLIPPO_PIXELS_H
#define CLIPPO_PIXELS_H
#include <stddef.h>
#include <stdint.h>

/// What one output position of a resampling reads: `weights[index * stride ..< + taps]` from input `first[index]` on, in
/// units of 2^-bits. Positions with fewer taps end in zero weights; every first + taps is at most the input's length.
/// `stride` is a multiple of 4, and what lies beyond `taps` is zero. The weights of a position sum to 1, their magnitudes
/// to less than 2; bits is 14 or 15.
typedef struct {
  const int32_t *_Nonnull first;
  const int16_t *_Nonnull weights;
  size_t taps;
  size_t stride;
  int bits;
} clippo_resample_table;

/// out [height, out_width, 3], clamped to 0…255, in units of 1/128; in [height, in_width, 3] whose rows begin `in_stride`
/// bytes apart, so that a part of an image is read where it lies.
/// `level`, at most `clippo_cpu_level`, changes the speed and not the result; -1 is the plain loop.
void clippo_resample_across_rgb8(int16_t *_Nonnull out, const uint8_t *_Nonnull in, clippo_resample_table table,
                                 size_t height, size_t in_stride, size_t in_width, size_t out_width, int level);
/// out [out_height, row] rounded and clamped; in [in_height, row] in units of 1/128, row = width * 3; `level` as above.
void clippo_resample_down_rgb8(uint8_t *_Nonnull out, const int16_t *_Nonnull in, clippo_resample_table table,
                               size_t out_height, size_t row, int level);

/// Where turned images find their pixels, counted in input pixels: output (x, y) is input start + x across + y down.
typedef struct {
  ptrdiff_t start;
  ptrdiff_t across;
  ptrdiff_t down;
} clippo_pixel_turn;

/// out [out_height, out_width, channels]; in as many pixels; channels 3 or 4.
void clippo_turn_pixels8(uint8_t *_Nonnull out, const uint8_t *_Nonnull in, clippo_pixel_turn turn, size_t out_width,
                         size_t out_height, size_t channels);

/// Bilinear affine warp. out [out_height, out_width, 3]; in [in_height, in_width, 3], sides below 32768. Output pixel
/// (x, y) reads the input at (matrix[0] x + matrix[1] y + matrix[2], matrix[3] x + matrix[4] y + matrix[5]), where
/// whole numbers are pixel centers; what lies outside the input is `background` [3].
void clippo_affine_warp_rgb8(uint8_t *_Nonnull out, const uint8_t *_Nonnull in, size_t out_width, size_t out_height,
                             size_t in_width, size_t in_height, const float *_Nonnull matrix,
                             const uint8_t *_Nonnull background);

/// Nearest-neighbor warp between images of one size. Output pixel (x, y) is the input pixel nearest to
/// (matrix[0] x + matrix[1] y + matrix[2], matrix[3] x + matrix[4] y + matrix[5]), halves away from zero, in float
/// arithmetic from left to right; what lies outside is `fill` [3]. Sides below 2^23.
void clippo_nearest_warp_rgb8(uint8_t *_Nonnull out, const uint8_t *_Nonnull in, size_t width, size_t height,
                              const float *_Nonnull matrix, const uint8_t *_Nonnull fill);

/// In place: red, green and blue become what `tables` [3, 256] say.
void clippo_lookup_rgb8(uint8_t *_Nonnull pixels, size_t count, const uint8_t *_Nonnull tables);

/// counts [3, 256]: how many pixels have each value of red, green and blue.
void clippo_histogram_rgb8(uint32_t *_Nonnull counts, const uint8_t *_Nonnull pixels, size_t count);

/// A gray is (weights[0] red + weights[1] green + weights[2] blue + weights[3]) / 2^24, cut off, in 32 bits.
/// Returns the sum of all grays.
uint64_t clippo_gray_sum_rgb8(const uint8_t *_Nonnull pixels, size_t count, const uint32_t *_Nonnull weights);
/// In place: every channel becomes gray + factor (channel - gray), clamped to 0…255 and cut off.
void clippo_blend_gray_rgb8(uint8_t *_Nonnull pixels, size_t count, const uint32_t *_Nonnull weights, float factor);

/// In place: every color is moved around the color circle by `turn` (1 is once round, -0.5…0.5) at the same largest
/// and smallest channel, rounded.
void clippo_turn_hue_rgb8(uint8_t *_Nonnull pixels, size_t count, float turn);

/// out = smooth + factor (in - smooth), clamped and cut off; smooth is the mean of the 3 × 3 neighbors, the middle five
/// times, cut off, and at the border the image itself. Both [height, width, 3].
void clippo_sharpen_rgb8(uint8_t *_Nonnull out, const uint8_t *_Nonnull in, size_t width, size_t height, float factor);

/// In place: every pixel becomes matrix [3, 4] times (red, green, blue, 1), rounded and clamped to 0…255.
void clippo_color_matrix_rgb8(uint8_t *_Nonnull pixels, size_t count, const float *_Nonnull matrix);

/// out [count, 3]; in [count, 4] with straight alpha, laid over `background` [3].
void clippo_compose_rgba8(uint8_t *_Nonnull out, const uint8_t *_Nonnull in, size_t count,
                          const uint8_t *_Nonnull background);

/// out [height, width, 3]; in [height, pitch bytes] as blue, green, red, alpha with colors multiplied by alpha, as
/// FreeType gives colored glyphs, laid over `background` [3].
void clippo_compose_premultiplied_bgra8(uint8_t *_Nonnull out, const uint8_t *_Nonnull in, size_t width, size_t height,
                                        size_t pitch, const uint8_t *_Nonnull background);

/// Cuts an image into square patches, row by row. out [rows * columns, patch * patch * 3];
/// in [rows * patch, columns * patch, 3].
void clippo_cut_patches_rgb8(uint8_t *_Nonnull out, const uint8_t *_Nonnull in, size_t rows, size_t columns,
                             size_t patch);
#endif
