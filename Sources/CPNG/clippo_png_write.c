#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "clippo_png.h"
#include "clippo_png_message.h"

typedef struct {
  uint8_t *bytes;
  size_t count, capacity;
} sink;

static void write_bytes(png_structp png, png_bytep bytes, size_t count) {
  sink *to = png_get_io_ptr(png);
  if (count > to->capacity - to->count) {
    size_t capacity = 2 * to->capacity + count;
    uint8_t *grown = realloc(to->bytes, capacity);
    if (!grown) png_error(png, "out of memory");
    to->bytes = grown;
    to->capacity = capacity;
  }
  memcpy(to->bytes + to->count, bytes, count);
  to->count += count;
}

static void flush_nothing(png_structp png) { (void)png; }

/// What the sink gathered before an error is the caller's to free: its own variables may be stale after the jump.
static int write_png(sink *to, const uint8_t *pixels, const clippo_png_header *header, int level, char *message) {
  png_infop info = NULL;
  png_structp png =
      png_create_write_struct(PNG_LIBPNG_VER_STRING, message, clippo_png_record_error, clippo_png_ignore_warning);
  if (png) info = png_create_info_struct(png);
  if (!info) {
    png_destroy_write_struct(&png, NULL);
    clippo_png_say(message, "libpng could not start: out of memory, or built for another version");
    return 0;
  }
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_write_struct(&png, &info);
    return 0;
  }
  png_set_write_fn(png, to, write_bytes, flush_nothing);
  png_set_compression_level(png, level);
  int color = header->channels == 4 ? PNG_COLOR_TYPE_RGBA : PNG_COLOR_TYPE_RGB;
  png_set_IHDR(png, info, header->width, header->height, 8, color, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  size_t stride = (size_t)header->width * header->channels;
  for (size_t row = 0; row < header->height; row++) png_write_row(png, pixels + row * stride);
  png_write_end(png, NULL);
  png_destroy_write_struct(&png, &info);
  return 1;
}

int clippo_png_write(uint8_t **out, size_t *out_count, const uint8_t *pixels, const clippo_png_header *header,
                     int level, char *message) {
  sink to = {NULL, 0, 0};
  int written = write_png(&to, pixels, header, level, message);
  if (!written) {
    free(to.bytes);
    to = (sink){NULL, 0, 0};
  }
  *out = to.bytes;
  *out_count = to.count;
  return written;
}

void clippo_png_free(uint8_t *bytes) { free(bytes); }
