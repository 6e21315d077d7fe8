#include <string.h>

#include "clippo_jpeg_session.h"

/// Reads to the first scan. libjpeg clears its state when it starts, except for errors and client_data.
static void read_header(clippo_jpeg_session *session, const uint8_t *bytes, size_t count) {
  j_decompress_ptr jpeg = &session->jpeg;
  jpeg_create_decompress(jpeg);
  jpeg->progress = &session->progress;
  if (session->request.memory_limit) jpeg->mem->max_memory_to_use = (long)session->request.memory_limit;
  jpeg_mem_src(jpeg, bytes, count);
  jpeg_read_header(jpeg, TRUE);
}

int clippo_jpeg_read_size(clippo_jpeg_size *size, const uint8_t *bytes, size_t count, char *message) {
  clippo_jpeg_session session = {.message = message, .request = {.scan_limit = 1, .accept_damage = 1}};
  clippo_jpeg_prepare(&session);
  if (setjmp(session.back)) {
    jpeg_destroy_decompress(&session.jpeg);
    return 0;
  }
  read_header(&session, bytes, count);
  *size = (clippo_jpeg_size){session.jpeg.image_width, session.jpeg.image_height};
  jpeg_destroy_decompress(&session.jpeg);
  return 1;
}

/// a * b / 255, rounded, for values of 8 bits.
static inline int times(int a, int b) {
  int product = a * b + 128;
  return (product + (product >> 8)) >> 8;
}

/// Inks as Adobe's programs store them, 255 none and 0 full, on paper: the reading that Pillow gives every file of four
/// components, whether Adobe's marker is there or not.
static void mix_inks(uint8_t *restrict out, const uint8_t *restrict inks, size_t width) {
  for (size_t x = 0; x < width; x++, inks += 4)
    for (int c = 0; c < 3; c++) *out++ = (uint8_t)(inks[3] - times(255 - inks[c], inks[3]));
}

static void choose_output(clippo_jpeg_session *session, clippo_jpeg_size size) {
  j_decompress_ptr jpeg = &session->jpeg;
  if (jpeg->num_components != 1 && jpeg->num_components != 3 && jpeg->num_components != 4) {
    snprintf(session->message, CLIPPO_JPEG_MESSAGE, "it has %d components; 1, 3 or 4 are read", jpeg->num_components);
    longjmp(session->back, 1);
  }
  jpeg->out_color_space = jpeg->num_components == 4 ? JCS_CMYK : JCS_RGB;
  jpeg->scale_num = session->request.eighths;
  jpeg->scale_denom = 8;
  jpeg_start_decompress(jpeg);
  if (jpeg->output_width == size.width && jpeg->output_height == size.height) return;
  snprintf(session->message, CLIPPO_JPEG_MESSAGE, "the rows have another size than the header says");
  longjmp(session->back, 1);
}

static void read_rows(clippo_jpeg_session *session, uint8_t *pixels) {
  j_decompress_ptr jpeg = &session->jpeg;
  const size_t width = jpeg->output_width;
  JSAMPARRAY inks = NULL;
  if (jpeg->num_components == 4)
    inks = jpeg->mem->alloc_sarray((j_common_ptr)jpeg, JPOOL_IMAGE, (JDIMENSION)(4 * width), 1);
  while (jpeg->output_scanline < jpeg->output_height) {
    JSAMPROW row = pixels + 3 * width * jpeg->output_scanline;
    jpeg_read_scanlines(jpeg, inks ? inks : &row, 1);
    if (inks) mix_inks(row, inks[0], width);
    session->rows = jpeg->output_scanline;
  }
  jpeg_finish_decompress(jpeg);
}

/// The session belongs to the caller: what changes after setjmp must not be a variable of this function.
static int read_pixels(clippo_jpeg_session *session, uint8_t *pixels, clippo_jpeg_size size, const uint8_t *bytes,
                       size_t count) {
  clippo_jpeg_prepare(session);
  if (setjmp(session->back)) {
    jpeg_destroy_decompress(&session->jpeg);
    return 0;
  }
  read_header(session, bytes, count);
  choose_output(session, size);
  read_rows(session, pixels);
  jpeg_destroy_decompress(&session->jpeg);
  return 1;
}

int clippo_jpeg_read_pixels(uint8_t *pixels, int *damaged, clippo_jpeg_size size, clippo_jpeg_request request,
                            const uint8_t *bytes, size_t count, char *message) {
  clippo_jpeg_session session = {.message = message, .request = request};
  int whole = read_pixels(&session, pixels, size, bytes, count);
  *damaged = session.damaged || !whole;
  if (whole) return 1;
  if (!request.accept_damage || session.rows == 0) return 0;
  // Missing coefficients decode to this gray, so missing rows get it too.
  const size_t row = 3 * (size_t)size.width;
  memset(pixels + session.rows * row, 128, (size.height - session.rows) * row);
  return 1;
}
