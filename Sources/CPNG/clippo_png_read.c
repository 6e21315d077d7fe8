#include <png.h>
#include <string.h>

#include "clippo_png.h"
#include "clippo_png_message.h"

/// One use of libpng: where it reads, whether rows before damage are wanted, and how many it gave, those of all passes
/// counted.
typedef struct {
  const uint8_t *bytes;
  size_t count;
  int accepts_damage;
  size_t at, rows;
} session;

/// What libpng asks for at once and does not get in full is lost.
enum { BYTES_AT_ONCE = 16 };

static void read_bytes(png_structp png, png_bytep out, size_t count) {
  session *from = png_get_io_ptr(png);
  if (count > from->count - from->at) png_error(png, "the data ends too early");
  memcpy(out, from->bytes + from->at, count);
  from->at += count;
}

/// Reads to the first pixel chunk and asks for 8-bit RGB or RGBA.
static void read_info(png_structp png, png_infop info, clippo_png_header *header) {
  // Of what only describes the image nothing is used, and a small file can hold gigabytes of it, compressed.
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_read_info(png, info);
  int color = png_get_color_type(png, info);
  int alpha = (color & PNG_COLOR_MASK_ALPHA) || png_get_valid(png, info, PNG_INFO_tRNS);
  png_set_scale_16(png);
  png_set_expand(png);
  if (!(color & PNG_COLOR_MASK_COLOR)) png_set_gray_to_rgb(png);
  header->width = png_get_image_width(png, info);
  header->height = png_get_image_height(png, info);
  header->channels = alpha ? 4 : 3;
}

static void read_rows(png_structp png, png_infop info, session *from, uint8_t *pixels,
                      const clippo_png_header *expected, const clippo_png_header *found) {
  if (from->accepts_damage) png_set_compression_buffer_size(png, BYTES_AT_ONCE);
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  size_t stride = (size_t)expected->width * expected->channels;
  if (found->width != expected->width || found->height != expected->height || png_get_rowbytes(png, info) != stride)
    png_error(png, "the rows have another size than the header says");
  // As the second row, libpng fills what later passes will refine; the first would leave holes if they never come.
  for (int pass = 0; pass < passes; pass++)
    for (size_t row = 0; row < expected->height; row++, from->rows++)
      png_read_row(png, NULL, pixels + row * stride);
  png_read_end(png, NULL);
}

/// The shared frame of both readers: `pixels` NULL means header only. The session belongs to the caller: what changes
/// after setjmp must not be a variable of this function.
static int read_png(uint8_t *pixels, clippo_png_header *header, session *from, char *message) {
  png_infop info = NULL;
  png_structp png =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, message, clippo_png_record_error, clippo_png_ignore_warning);
  if (png) info = png_create_info_struct(png);
  if (!info) {
    png_destroy_read_struct(&png, NULL, NULL);
    clippo_png_say(message, "libpng could not start: out of memory, or built for another version");
    return 0;
  }
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_read_struct(&png, &info, NULL);
    return 0;
  }
  png_set_read_fn(png, from, read_bytes);
  clippo_png_header found;
  read_info(png, info, &found);
  if (pixels)
    read_rows(png, info, from, pixels, header, &found);
  else
    *header = found;
  png_destroy_read_struct(&png, &info, NULL);
  return 1;
}

int clippo_png_read_header(clippo_png_header *header, const uint8_t *bytes, size_t count, char *message) {
  session from = {.bytes = bytes, .count = count};
  return read_png(NULL, header, &from, message);
}

int clippo_png_read_pixels(uint8_t *pixels, const clippo_png_header *header, const uint8_t *bytes, size_t count,
                           int *damaged, char *message) {
  clippo_png_header expected = *header;
  session from = {.bytes = bytes, .count = count, .accepts_damage = damaged != NULL};
  if (damaged) memset(pixels, 255, (size_t)header->width * header->height * header->channels);
  int whole = read_png(pixels, &expected, &from, message);
  if (damaged) *damaged = !whole;
  return whole || (damaged && from.rows > 0);
}
