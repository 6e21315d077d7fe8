// Where libpng's complaints go: the caller's message buffer, never standard error.
#ifndef CLIPPO_PNG_MESSAGE_H
#define CLIPPO_PNG_MESSAGE_H
#include <png.h>

void clippo_png_say(char *message, const char *text);
_Noreturn void clippo_png_record_error(png_structp png, png_const_charp text);
void clippo_png_ignore_warning(png_structp png, png_const_charp text);

#endif
