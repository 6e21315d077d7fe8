// JPEG from memory through libjpeg-turbo. libjpeg reports errors by longjmp, which must not cross Swift frames, so every
// call to it stays in this target.
#ifndef CLIPPO_JPEG_H
#define CLIPPO_JPEG_H
#include <stddef.h>
#include <stdint.h>

enum { CLIPPO_JPEG_MESSAGE = 256 };

typedef struct {
  uint32_t width;
  uint32_t height;
} clippo_jpeg_size;

typedef struct {
  /// How large to decode, 1…8 eighths of each side, rounded up.
  uint32_t eighths;
  /// Scans that a file may have.
  uint32_t scan_limit;
  /// Bytes that libjpeg may take for coefficients.
  size_t memory_limit;
  /// Whether an image with lost data is given as far as it goes, the rest gray.
  int accept_damage;
} clippo_jpeg_request;

/// Reads what stands before the pixels. Returns 1, or 0 with a sentence in `message`.
int clippo_jpeg_read_size(clippo_jpeg_size *_Nonnull size, const uint8_t *_Nonnull bytes, size_t count,
                          char message[_Nonnull CLIPPO_JPEG_MESSAGE]);

/// Decodes to `pixels` [height, width, 3] RGB, `size` being the scaled one; `damaged` says whether data were lost.
/// Returns 1, or 0 with a sentence.
int clippo_jpeg_read_pixels(uint8_t *_Nonnull pixels, int *_Nonnull damaged, clippo_jpeg_size size,
                            clippo_jpeg_request request, const uint8_t *_Nonnull bytes, size_t count,
                            char message[_Nonnull CLIPPO_JPEG_MESSAGE]);
#endif
