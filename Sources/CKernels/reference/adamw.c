#include <math.h>

#include "clippo_reference.h"

void clippo_reference_adamw(double *parameter, double *first, double *second, const double *gradient, size_t count,
                            double gradient_scale, double step_size, double beta1, double beta2, double epsilon,
                            double decay, double correction1, double correction2) {
  for (size_t i = 0; i < count; i++) {
    double g = gradient[i] * gradient_scale;
    first[i] = beta1 * first[i] + (1 - beta1) * g;
    second[i] = beta2 * second[i] + (1 - beta2) * g * g;
    parameter[i] -= decay * parameter[i];
    parameter[i] -= step_size * (first[i] / correction1) / (sqrt(second[i] / correction2) + epsilon);
  }
}
