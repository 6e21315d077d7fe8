// PNG in memory through libpng. libpng reports errors by longjmp, which must not cross Swift frames, so every call
// to it stays in this target.
#ifndef CLIPPO_PNG_H
#define CLIPPO_PNG_H
#include <stddef.h>
#include <stdint.h>

enum { CLIPPO_PNG_MESSAGE = 256 };

typedef struct {
  uint32_t width;
  uint32_t height;
  /// Bytes per pixel after decoding: 3 (RGB) or 4 (RGBA, not premultiplied).
  uint32_t channels;
} clippo_png_header;

/// Reads what stands before the pixels. Returns 1, or 0 with a sentence in `message`.
int clippo_png_read_header(clippo_png_header *_Nonnull header, const uint8_t *_Nonnull bytes, size_t count,
                           char message[_Nonnull CLIPPO_PNG_MESSAGE]);

/// Decodes to `pixels` [height, width, channels], sized by the header read before. Returns 1, or 0 with a sentence.
///
/// `damaged` NULL: a file that ends early or is damaged is an error. Otherwise what could be decoded of it stands on
/// white, opaque where there is alpha, `*damaged` is 1, and only a file without one whole row is an error.
int clippo_png_read_pixels(uint8_t *_Nonnull pixels, const clippo_png_header *_Nonnull header,
                           const uint8_t *_Nonnull bytes, size_t count, int *_Nullable damaged,
                           char message[_Nonnull CLIPPO_PNG_MESSAGE]);

/// Encodes `pixels` [height, width, channels] with zlib level 0…9. On success `*out` is freed by `clippo_png_free`.
/// Returns 1, or 0 with a sentence.
int clippo_png_write(uint8_t *_Nullable *_Nonnull out, size_t *_Nonnull out_count, const uint8_t *_Nonnull pixels,
                     const clippo_png_header *_Nonnull header, int level, char message[_Nonnull CLIPPO_PNG_MESSAGE]);

void clippo_png_free(uint8_t *_Nullable bytes);

#endif
