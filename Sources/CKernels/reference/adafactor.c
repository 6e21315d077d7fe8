#include <math.h>
#include <stdlib.h>

#include "clippo_numeric.h"

static void move(double *parameter, double *momentum, double direction, const clippo_adafactor_step *step) {
  *momentum = (1.0 - (double)step->momentum_decay_exact) * direction + (double)step->momentum_decay * *momentum;
  *parameter -= (double)step->step_size * *momentum + (double)step->decay * *parameter;
}

static double squared(double gradient, const clippo_adafactor_step *step) {
  double scaled = gradient * (double)step->gradient_scale;
  return scaled * scaled + (double)step->epsilon;
}

void clippo_reference_adafactor_full(double *parameter, double *second, double *momentum, const double *gradient,
                                     size_t count, clippo_adafactor_step step) {
  const double decay = (double)step.second_decay;
  for (size_t i = 0; i < count; i++) {
    second[i] = decay * second[i] + (1 - decay) * squared(gradient[i], &step);
    move(&parameter[i], &momentum[i], gradient[i] * (double)step.gradient_scale / sqrt(second[i]), &step);
  }
}

void clippo_reference_adafactor_factored(double *parameter, double *without_first, double *without_second,
                                         double *momentum, const double *gradient, size_t outer, size_t first,
                                         size_t middle, size_t second, size_t inner, int first_is_larger,
                                         clippo_adafactor_step step) {
  const double decay = (double)step.second_decay;
#define AT(o, f, m, s, n) (((((o)*first + (f)) * middle + (m)) * second + (s)) * inner + (n))
#define AT_FIRST(o, m, s, n) ((((o)*middle + (m)) * second + (s)) * inner + (n))
#define AT_SECOND(o, f, m, n) ((((o)*first + (f)) * middle + (m)) * inner + (n))
#define EACH(i, count) for (size_t i = 0; i < (count); i++)
  EACH(o, outer) EACH(m, middle) EACH(n, inner) {
    EACH(s, second) {
      double sum = 0;
      EACH(f, first) sum += squared(gradient[AT(o, f, m, s, n)], &step);
      double *place = &without_first[AT_FIRST(o, m, s, n)];
      *place = decay * *place + (1 - decay) * sum / (double)first;
    }
    EACH(f, first) {
      double sum = 0;
      EACH(s, second) sum += squared(gradient[AT(o, f, m, s, n)], &step);
      double *place = &without_second[AT_SECOND(o, f, m, n)];
      *place = decay * *place + (1 - decay) * sum / (double)second;
    }
  }
  EACH(o, outer) EACH(m, middle) EACH(n, inner) {
    // The mean that is divided by its own mean over the other axis.
    double mean = 0;
    if (first_is_larger) {
      EACH(s, second) mean += without_first[AT_FIRST(o, m, s, n)] / (double)second;
    } else {
      EACH(f, first) mean += without_second[AT_SECOND(o, f, m, n)] / (double)first;
    }
    EACH(f, first) EACH(s, second) {
      double product = without_first[AT_FIRST(o, m, s, n)] * without_second[AT_SECOND(o, f, m, n)] / mean;
      size_t at = AT(o, f, m, s, n);
      move(&parameter[at], &momentum[at], gradient[at] * (double)step.gradient_scale / sqrt(product), &step);
    }
  }
}
