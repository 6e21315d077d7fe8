// Loops for pixels. Pictures are 8-bit RGB, rows from the top, `[height, width, 3]`, without padding.
#ifndef CLIPPO_PIXELS_H
#define CLIPPO_PIXELS_H
#include <stddef.h>
#include <stdint.h>

/// What one output position of a resampling reads: `weights[index * taps ..< + taps]` from input `first[index]` on.
/// Positions with fewer taps end in zero weights; every first + taps is at most the input's length.
typedef struct {
  const int32_t *_Nonnull first;
  const float *_Nonnull weights;
  size_t taps;
} clippo_resample_table;

/// out [height, out_width, 3] f32; in [height, in_width, 3].
void clippo_resample_across_rgb8(float *_Nonnull out, const uint8_t *_Nonnull in, clippo_resample_table table,
                                 size_t height, size_t in_width, size_t out_width);
/// out [out_height, row] rounded and clamped; in [in_height, row] f32, row = width * 3.
void clippo_resample_down_rgb8(uint8_t *_Nonnull out, const float *_Nonnull in, clippo_resample_table table,
                               size_t out_height, size_t row);

/// Bilinear affine warp. out [out_height, out_width, 3]; in [in_height, in_width, 3], sides below 32768. Output pixel
/// (x, y) reads the input at (matrix[0] x + matrix[1] y + matrix[2], matrix[3] x + matrix[4] y + matrix[5]), where
/// whole numbers are pixel centres; what lies outside the input is `background` [3].
void clippo_affine_warp_rgb8(uint8_t *_Nonnull out, const uint8_t *_Nonnull in, size_t out_width, size_t out_height,
                             size_t in_width, size_t in_height, const float *_Nonnull matrix,
                             const uint8_t *_Nonnull background);

/// In place: every pixel becomes matrix [3, 4] times (red, green, blue, 1), rounded and clamped to 0…255.
void clippo_colour_matrix_rgb8(uint8_t *_Nonnull pixels, size_t count, const float *_Nonnull matrix);

/// out [count, 3]; in [count, 4] with straight alpha, laid over `background` [3].
void clippo_compose_rgba8(uint8_t *_Nonnull out, const uint8_t *_Nonnull in, size_t count,
                          const uint8_t *_Nonnull background);

/// out [height, width, 3]; in [height, pitch bytes] as blue, green, red, alpha with colours multiplied by alpha, as
/// FreeType gives coloured glyphs, laid over `background` [3].
void clippo_compose_premultiplied_bgra8(uint8_t *_Nonnull out, const uint8_t *_Nonnull in, size_t width, size_t height,
                                        size_t pitch, const uint8_t *_Nonnull background);

/// Cuts a picture into square patches, row by row. out [rows * columns, patch * patch * 3];
/// in [rows * patch, columns * patch, 3].
void clippo_cut_patches_rgb8(uint8_t *_Nonnull out, const uint8_t *_Nonnull in, size_t rows, size_t columns,
                             size_t patch);
#endif
