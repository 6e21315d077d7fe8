#include <string.h>

#include "clippo_numeric.h"

void clippo_reference_product(double *out, const float *left, const float *right, size_t rows, size_t inner,
                              size_t columns) {
  memset(out, 0, rows * columns * sizeof *out);
  for (size_t row = 0; row < rows; row++) {
    for (size_t i = 0; i < inner; i++) {
      const double factor = (double)left[row * inner + i];
      for (size_t column = 0; column < columns; column++) {
        out[row * columns + column] += factor * (double)right[i * columns + column];
      }
    }
  }
}
