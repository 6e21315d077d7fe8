#include <math.h>

#include "clippo_reference.h"

void clippo_reference_layer_norm_forward(double *out, double *mean, double *rstd, const double *x, const double *scale,
                                         const double *bias, size_t rows, size_t width, double epsilon) {
  for (size_t row = 0; row < rows; row++) {
    const double *from = x + row * width;
    double sum = 0, squares = 0;
    for (size_t i = 0; i < width; i++) sum += from[i];
    mean[row] = sum / (double)width;
    for (size_t i = 0; i < width; i++) squares += (from[i] - mean[row]) * (from[i] - mean[row]);
    rstd[row] = 1.0 / sqrt(squares / (double)width + epsilon);
    for (size_t i = 0; i < width; i++) out[row * width + i] = (from[i] - mean[row]) * rstd[row] * scale[i] + bias[i];
  }
}

void clippo_reference_layer_norm_backward(double *dx, double *dscale, double *dbias, const double *dy, const double *x,
                                          const double *mean, const double *rstd, const double *scale, size_t rows,
                                          size_t width) {
  for (size_t row = 0; row < rows; row++) {
    double sum = 0, product = 0;
    for (size_t i = 0; i < width; i++) {
      double upstream = dy[row * width + i];
      double normal = (x[row * width + i] - mean[row]) * rstd[row];
      dscale[i] += upstream * normal;
      dbias[i] += upstream;
      sum += upstream * scale[i];
      product += upstream * scale[i] * normal;
    }
    for (size_t i = 0; i < width; i++) {
      double normal = (x[row * width + i] - mean[row]) * rstd[row];
      double direct = dy[row * width + i] * scale[i];
      dx[row * width + i] = rstd[row] * (direct - sum / (double)width - normal * product / (double)width);
    }
  }
}
