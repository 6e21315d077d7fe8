#include <math.h>

#include "clippo_reference.h"

void clippo_reference_mean_pool_forward(double *out, const double *x, const int32_t *offsets, size_t first, size_t end,
                                        size_t width) {
  for (size_t s = first; s < end; s++) {
    int32_t tokens = offsets[s + 1] - offsets[s];
    for (size_t i = 0; i < width; i++) {
      double sum = 0;
      for (size_t t = (size_t)offsets[s]; t < (size_t)offsets[s + 1]; t++) sum += x[t * width + i];
      out[s * width + i] = tokens ? sum / tokens : 0;
    }
  }
}

void clippo_reference_mean_pool_backward(double *dx, const double *dout, const int32_t *offsets, size_t first,
                                         size_t end, size_t width) {
  for (size_t s = first; s < end; s++)
    for (size_t t = (size_t)offsets[s]; t < (size_t)offsets[s + 1]; t++)
      for (size_t i = 0; i < width; i++) dx[t * width + i] = dout[s * width + i] / (offsets[s + 1] - offsets[s]);
}

void clippo_reference_position_add(double *x, const double *table, const int32_t *index, size_t tokens, size_t width) {
  for (size_t t = 0; t < tokens; t++)
    for (size_t i = 0; i < width; i++) x[t * width + i] += table[(size_t)index[t] * width + i];
}

void clippo_reference_position_gradient(double *dtable, const double *dx, const int32_t *index, size_t tokens,
                                        size_t width) {
  for (size_t t = 0; t < tokens; t++)
    for (size_t i = 0; i < width; i++) dtable[(size_t)index[t] * width + i] += dx[t * width + i];
}

void clippo_reference_l2_normalize_forward(double *out, double *norm, const double *x, size_t rows, size_t width,
                                           double epsilon) {
  for (size_t row = 0; row < rows; row++) {
    norm[row] = sqrt(clippo_reference_sum_squares(x + row * width, width));
    for (size_t i = 0; i < width; i++) out[row * width + i] = x[row * width + i] / (norm[row] + epsilon);
  }
}

void clippo_reference_l2_normalize_backward(double *dx, const double *dout, const double *x, const double *norm,
                                            size_t rows, size_t width, double epsilon) {
  for (size_t row = 0; row < rows; row++) {
    double total = norm[row] + epsilon;
    double along = clippo_reference_dot(dout + row * width, x + row * width, width);
    for (size_t i = 0; i < width; i++) {
      size_t place = row * width + i;
      dx[place] = dout[place] / total;
      if (norm[row] != 0) dx[place] -= x[place] * along / (norm[row] * total * total);
    }
  }
}
