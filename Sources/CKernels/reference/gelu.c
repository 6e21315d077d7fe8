#include <math.h>

#include "clippo_reference.h"

static const double root_two_over_pi = 0.79788456080286535588;
static const double root_half = 0.70710678118654752440, density_at_zero = 0.39894228040143267794;

/// The share of x that passes.
static double share(double x, clippo_gelu_form form) {
  if (form == CLIPPO_GELU_SIGMOID) return 1.0 / (1.0 + exp(-1.702 * x));
  if (form == CLIPPO_GELU_ERF) return 0.5 * erfc(-x * root_half);
  return 0.5 * (1.0 + tanh(root_two_over_pi * (x + 0.044715 * x * x * x)));
}

static double gradient_of_share(double x, clippo_gelu_form form) {
  if (form == CLIPPO_GELU_SIGMOID) return 1.702 * share(x, form) * share(-x, form);
  if (form == CLIPPO_GELU_ERF) return density_at_zero * exp(-0.5 * x * x);
  double t = 2.0 * share(x, form) - 1.0;
  return 0.5 * (1.0 - t * t) * root_two_over_pi * (1.0 + 3.0 * 0.044715 * x * x);
}

void clippo_reference_gelu_forward(double *out, const double *x, size_t count, clippo_gelu_form form) {
  for (size_t i = 0; i < count; i++) out[i] = x[i] * share(x[i], form);
}

void clippo_reference_gelu_backward(double *dx, const double *dy, const double *x, size_t count, clippo_gelu_form form) {
  for (size_t i = 0; i < count; i++) dx[i] = dy[i] * (share(x[i], form) + x[i] * gradient_of_share(x[i], form));
}
