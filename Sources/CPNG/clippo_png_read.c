#include <png.h>
#include <string.h>

#include "clippo_png.h"
#include "clippo_png_message.h"

typedef struct {
  const uint8_t *bytes;
  size_t count, at;
} source;

static void read_bytes(png_structp png, png_bytep out, size_t count) {
  source *from = png_get_io_ptr(png);
  if (count > from->count - from->at) png_error(png, "the data ends too early");
  memcpy(out, from->bytes + from->at, count);
  from->at += count;
}

/// Reads to the first pixel chunk and asks for 8-bit RGB or RGBA.
static void read_info(png_structp png, png_infop info, clippo_png_header *header) {
  png_read_info(png, info);
  int colour = png_get_color_type(png, info);
  int alpha = (colour & PNG_COLOR_MASK_ALPHA) || png_get_valid(png, info, PNG_INFO_tRNS);
  png_set_scale_16(png);
  png_set_expand(png);
  if (!(colour & PNG_COLOR_MASK_COLOR)) png_set_gray_to_rgb(png);
  header->width = png_get_image_width(png, info);
  header->height = png_get_image_height(png, info);
  header->channels = alpha ? 4 : 3;
}

/// The shared frame of both readers: `pixels` NULL means header only.
static int read_png(uint8_t *pixels, clippo_png_header *header, const uint8_t *bytes, size_t count, char *message) {
  source from = {bytes, count, 0};
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
  png_set_read_fn(png, &from, read_bytes);
  clippo_png_header found;
  read_info(png, info, &found);
  if (!pixels) {
    *header = found;
  } else {
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    size_t stride = (size_t)header->width * header->channels;
    if (found.width != header->width || found.height != header->height || png_get_rowbytes(png, info) != stride)
      png_error(png, "the rows have another size than the header says");
    for (int pass = 0; pass < passes; pass++)
      for (size_t row = 0; row < header->height; row++) png_read_row(png, pixels + row * stride, NULL);
    png_read_end(png, NULL);
  }
  png_destroy_read_struct(&png, &info, NULL);
  return 1;
}

int clippo_png_read_header(clippo_png_header *header, const uint8_t *bytes, size_t count, char *message) {
  return read_png(NULL, header, bytes, count, message);
}

int clippo_png_read_pixels(uint8_t *pixels, const clippo_png_header *header, const uint8_t *bytes, size_t count,
                           char *message) {
  clippo_png_header expected = *header;
  return read_png(pixels, &expected, bytes, count, message);
}
