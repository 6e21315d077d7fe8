#include <math.h>

#include "clippo_reference.h"

static const double root_two_over_pi = 0.79788456080286535588;

void clippo_reference_gelu_forward(double *out, const double *x, size_t count) {
  for (size_t i = 0; i < count; i++) {
    double u = root_two_over_pi * (x[i] + 0.044715 * x[i] * x[i] * x[i]);
    out[i] = 0.5 * x[i] * (1.0 + tanh(u));
  }
}

void clippo_reference_gelu_backward(double *dx, const double *dy, const double *x, size_t count) {
  for (size_t i = 0; i < count; i++) {
    double u = root_two_over_pi * (x[i] + 0.044715 * x[i] * x[i] * x[i]);
    double du = root_two_over_pi * (1.0 + 3.0 * 0.044715 * x[i] * x[i]);
    double t = tanh(u);
    dx[i] = dy[i] * (0.5 * (1.0 + t) + 0.5 * x[i] * (1.0 - t * t) * du);
  }
}
