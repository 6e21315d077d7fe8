// One use of libjpeg: its state, where its errors jump back to, and what is known of lost data.
#ifndef CLIPPO_JPEG_SESSION_H
#define CLIPPO_JPEG_SESSION_H
// jpeglib.h needs FILE and size_t to be known.
#include <stdio.h>

#include <jpeglib.h>
#include <setjmp.h>

#include "clippo_jpeg.h"

typedef struct {
  struct jpeg_decompress_struct jpeg;
  /// libjpeg keeps pointers to these two, and callbacks come back to the session through `jpeg.client_data`.
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf back;
  char *message;
  clippo_jpeg_request request;
  int damaged;
  /// Rows that were decoded.
  size_t rows;
} clippo_jpeg_session;

/// Sets the callbacks; `back` must be set before anything else of libjpeg is called.
void clippo_jpeg_prepare(clippo_jpeg_session *session);

#endif
