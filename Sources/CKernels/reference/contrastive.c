#include <math.h>

#include "clippo_reference.h"

/// The loss of one direction; entry (i, j) of the logits lies at i * outer + j * inner.
static double one_direction(double *dlogits, int64_t *correct, const double *logits, const int32_t *same, size_t count,
                            size_t outer, size_t inner) {
  double loss = 0;
  *correct = 0;
  for (size_t i = 0; i < count; i++) {
    double positive = logits[i * outer + i * inner], largest = positive, sum = 0;
    int best = 1;
    for (size_t j = 0; j < count; j++) {
      if (i == j || (same && same[i] == same[j])) continue;
      double value = logits[i * outer + j * inner];
      if (!(positive > value)) best = 0;
      largest = fmax(largest, value);
    }
    *correct += best;
    for (size_t j = 0; j < count; j++)
      if (i == j || !same || same[i] != same[j]) sum += exp(logits[i * outer + j * inner] - largest);
    loss += largest + log(sum) - positive;
    for (size_t j = 0; j < count; j++) {
      if (i != j && same && same[i] == same[j]) continue;
      double p = exp(logits[i * outer + j * inner] - largest) / sum;
      dlogits[i * outer + j * inner] += (p - (i == j)) / (2.0 * (double)count);
    }
  }
  return count ? loss / (2.0 * (double)count) : 0;
}

double clippo_reference_contrastive_softmax(double *dlogits, int64_t *correct, const double *logits,
                                            const int32_t *same, size_t count) {
  for (size_t i = 0; i < count * count; i++) dlogits[i] = 0;
  double rows = one_direction(dlogits, &correct[0], logits, same, count, count, 1);
  double columns = one_direction(dlogits, &correct[1], logits, same, count, 1, count);
  return rows + columns;
}

double clippo_reference_contrastive_sigmoid(double *dlogits, const double *logits, const int32_t *same, size_t count) {
  double loss = 0;
  for (size_t i = 0; i < count; i++) {
    for (size_t j = 0; j < count; j++) {
      double z = i == j ? -logits[i * count + j] : logits[i * count + j];
      int out = i != j && same && same[i] == same[j];
      loss += out ? 0 : fmax(z, 0) + log1p(exp(-fabs(z)));
      double gradient = out ? 0 : 1 / (1 + exp(-z)) / (double)count;
      dlogits[i * count + j] = i == j ? -gradient : gradient;
    }
  }
  return count ? loss / (double)count : 0;
}
