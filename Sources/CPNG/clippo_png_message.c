#include "clippo_png_message.h"

#include <string.h>

#include "clippo_png.h"

void clippo_png_say(char *message, const char *text) {
  strncpy(message, text, CLIPPO_PNG_MESSAGE - 1);
  message[CLIPPO_PNG_MESSAGE - 1] = 0;
}

_Noreturn void clippo_png_record_error(png_structp png, png_const_charp text) {
  clippo_png_say(png_get_error_ptr(png), text);
  png_longjmp(png, 1);
}

void clippo_png_ignore_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}
