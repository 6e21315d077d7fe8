// Loops for text: 8-bit coverage on a canvas, packed patches out of it, color glyphs. Integer arithmetic only, so that
// every machine gives the same bytes. Sizes are in pixels; `stride` is bytes from one row to the next.
#ifndef CLIPPO_TEXT_H
#define CLIPPO_TEXT_H
#include <stddef.h>
#include <stdint.h>

/// Brings memory nearer that will be read soon.
static inline void clippo_text_prefetch(const void *place) { __builtin_prefetch(place); }

/// canvas[y + row, x + column] = min(255, canvas + glyph); the part outside [canvas_height, canvas_width] is left out.
/// canvas [canvas_height, stride] u8 with stride >= canvas_width + 16; glyph [height, width] u8, its rows padded with zeros to a
/// multiple of 16 bytes.
void clippo_text_blit_u8(uint8_t *canvas, size_t stride, int32_t canvas_width, int32_t canvas_height, const uint8_t *glyph, int32_t x, int32_t y, int32_t width, int32_t height);

/// out [size, size, 3] = background * (1 - block / 255) + ink * block / 255, to the nearest, gray replicated; then block = 0.
/// Returns 1 if any byte of the block was not zero.
int clippo_text_take_patch_u8(uint8_t *out, uint8_t *block, size_t stride, int32_t size, uint8_t ink, uint8_t background);

/// Draws the part of a color glyph that falls into one patch: out [size, size, 3] = glyph + out * (255 - alpha) / 255.
/// glyph [height, width, 4] premultiplied RGBA with its top left corner at (x, y) of the patch, which may be negative.
void clippo_text_blend_patch_rgba(uint8_t *out, int32_t size, const uint8_t *glyph, int32_t x, int32_t y, int32_t width, int32_t height);

/// 1 if the glyph shows anything inside the square [0, size) x [0, size), placed as above.
int clippo_text_any_alpha_rgba(const uint8_t *glyph, int32_t size, int32_t x, int32_t y, int32_t width, int32_t height);

/// out [out_height, out_width, 4] RGBA = exact area average of `in` [height, width, 4] BGRA, both premultiplied; rounds to nearest.
/// With `gray` not zero the color is replaced by its luma (ITU-R BT.601 weights of 256).
void clippo_text_area_scale_bgra(uint8_t *out, int32_t out_width, int32_t out_height, const uint8_t *in, ptrdiff_t stride, int32_t width, int32_t height, int gray);

/// A 64-bit hash of bytes: four lanes of 8 bytes, little endian, the same on every machine. Not for secrets.
uint64_t clippo_text_hash64(const uint8_t *bytes, size_t count);
#endif
