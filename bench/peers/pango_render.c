// The peer of `make bench-render`: Pango and Cairo draw every caption of a list to an image of 224 x 224, on one thread, in
// the way Pango is meant to be used fast: one layout is kept, only its text changes.
//
//   cc -O2 pango_render.c -o pango_render $(pkg-config --cflags --libs pangocairo)
//   ./pango_render captions.tsv       prints "<rate> captions/s first" and "<rate> captions/s warm" (median of 5 passes)
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { side = 224, size = 16, passes = 6, most = 100000 };

static double seconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static size_t read_captions(const char *path, char **captions) {
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  char line[1 << 16];
  size_t count = 0;
  while (count < most && fgets(line, sizeof line, file)) {
    line[strcspn(line, "\n")] = 0;
    char *tab = strchr(line, '\t');
    captions[count++] = strdup(tab ? tab + 1 : line);
  }
  fclose(file);
  return count;
}

int main(int argc, char **argv) {
  static char *captions[most];
  size_t count = argc > 1 ? read_captions(argv[1], captions) : 0;
  if (!count) {
    fprintf(stderr, "usage: pango_render captions.tsv\n");
    return 2;
  }
  double time[passes];
  double start = seconds();
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, side, side);
  cairo_t *cairo = cairo_create(surface);
  PangoLayout *layout = pango_cairo_create_layout(cairo);
  PangoFontDescription *font = pango_font_description_from_string("Noto Sans");
  pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
  pango_layout_set_font_description(layout, font);
  pango_layout_set_width(layout, side * PANGO_SCALE);
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  size_t bytes = (size_t)cairo_image_surface_get_stride(surface) * side;
  unsigned char *out = malloc(bytes);
  unsigned long sum = 0;
  for (int pass = 0; pass < passes; pass++) {
    for (size_t index = 0; index < count; index++) {
      cairo_set_source_rgb(cairo, 1, 1, 1);
      cairo_paint(cairo);
      cairo_set_source_rgb(cairo, 0, 0, 0);
      pango_layout_set_text(layout, captions[index], -1);
      cairo_move_to(cairo, 0, 0);
      pango_cairo_show_layout(cairo, layout);
      cairo_surface_flush(surface);
      memcpy(out, cairo_image_surface_get_data(surface), bytes);
      sum += out[index % bytes];
    }
    double now = seconds();
    time[pass] = now - start;
    start = now;
  }
  qsort(time + 1, passes - 1, sizeof *time, ascending);
  printf("%.1f captions/s first\n%.1f captions/s warm\n", (double)count / time[0], (double)count / time[passes / 2]);
  return sum == 1 ? 3 : 0;
}
