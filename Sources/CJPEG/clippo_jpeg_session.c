#include "clippo_jpeg_session.h"

#include <jerror.h>
#include <string.h>

static clippo_jpeg_session *session_of(j_common_ptr jpeg) { return jpeg->client_data; }

static _Noreturn void stop(j_common_ptr jpeg) {
  char text[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, text);
  clippo_jpeg_session *session = session_of(jpeg);
  strncpy(session->message, text, CLIPPO_JPEG_MESSAGE - 1);
  session->message[CLIPPO_JPEG_MESSAGE - 1] = 0;
  longjmp(session->back, 1);
}

/// Whether a warning says that pixels are missing or wrong; others (stray bytes between markers, which cameras write,
/// unknown revisions, broken color profiles) leave the image whole.
static int loses_pixels(int code) {
  switch (code) {
    case JWRN_ARITH_BAD_CODE:
    case JWRN_BOGUS_PROGRESSION:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_JPEG_EOF:
    case JWRN_MUST_RESYNC:
      return 1;
    default:
      return 0;
  }
}

/// Warnings have levels below 0, traces from 0 on.
static void hear(j_common_ptr jpeg, int level) {
  if (level >= 0 || !loses_pixels(jpeg->err->msg_code)) return;
  clippo_jpeg_session *session = session_of(jpeg);
  session->damaged = 1;
  if (!session->request.accept_damage) stop(jpeg);
}

static void say_nothing(j_common_ptr jpeg) { (void)jpeg; }

/// A few bytes a scan can make libjpeg go over all coefficients again, so scans are counted while they are read.
static void count_scans(j_common_ptr jpeg) {
  clippo_jpeg_session *session = session_of(jpeg);
  if (session->jpeg.input_scan_number <= (int)session->request.scan_limit) return;
  snprintf(session->message, CLIPPO_JPEG_MESSAGE, "it has more than %u scans, as no camera or program writes",
           session->request.scan_limit);
  session->rows = 0;
  longjmp(session->back, 1);
}

void clippo_jpeg_prepare(clippo_jpeg_session *session) {
  session->jpeg.err = jpeg_std_error(&session->errors);
  session->jpeg.client_data = session;
  session->errors.error_exit = stop;
  session->errors.emit_message = hear;
  session->errors.output_message = say_nothing;
  session->progress.progress_monitor = count_scans;
}
