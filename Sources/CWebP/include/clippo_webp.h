// WebP from memory through libwebp.
#ifndef CLIPPO_WEBP_H
#define CLIPPO_WEBP_H
#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint32_t width;
  uint32_t height;
  /// Bytes per pixel after decoding: 3 (RGB) or 4 (RGBA, not premultiplied).
  uint32_t channels;
  /// Whether it is a moving image, which is not read.
  int animated;
} clippo_webp_header;

/// Reads what stands before the pixels. Returns NULL, or a sentence.
const char *_Nullable clippo_webp_read_header(clippo_webp_header *_Nonnull header, const uint8_t *_Nonnull bytes,
                                              size_t count);

/// Decodes to `pixels` [height, width, channels], where `target` has the file's size or a smaller one, to which the
/// image is averaged. Returns NULL, or a sentence.
const char *_Nullable clippo_webp_read_pixels(uint8_t *_Nonnull pixels, clippo_webp_header target,
                                              const uint8_t *_Nonnull bytes, size_t count);

/// The same for a file whose data end early or are damaged: rows that cannot be decoded are white and opaque, and
/// `damaged` says whether there are any. Returns NULL, or a sentence when no row could be decoded.
const char *_Nullable clippo_webp_read_rows(uint8_t *_Nonnull pixels, int *_Nonnull damaged, clippo_webp_header target,
                                            const uint8_t *_Nonnull bytes, size_t count);
#endif
