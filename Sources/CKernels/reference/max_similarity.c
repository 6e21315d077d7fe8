#include <math.h>

#include "clippo_reference.h"

/// One direction: the product of token i of the side that looks and token j of the other lies at i * outer + j * inner.
static void look(double *sums, int32_t *places, const double *products, const int32_t *own, size_t own_sequences,
                 const int32_t *other, size_t other_sequences, size_t outer, size_t inner) {
  for (size_t s = 0; s < own_sequences; s++) {
    for (size_t c = 0; c < other_sequences; c++) {
      double sum = 0;
      for (int32_t i = own[s]; i < own[s + 1] && other[c] < other[c + 1]; i++) {
        double best = -INFINITY;
        int32_t place = 0;
        for (int32_t j = other[c]; j < other[c + 1]; j++) {
          double value = products[(size_t)i * outer + (size_t)j * inner];
          if (value > best) {
            best = value;
            place = j - other[c];
          }
        }
        sum += best;
        places[(size_t)i * other_sequences + c] = place;
      }
      sums[s * other_sequences + c] = sum;
    }
  }
}

void clippo_reference_max_similarity(double *row_sums, double *column_sums, int32_t *row_places,
                                     int32_t *column_places, const double *products, const int32_t *row_offsets,
                                     size_t row_sequences, const int32_t *column_offsets, size_t column_sequences) {
  const size_t columns = (size_t)column_offsets[column_sequences];
  look(row_sums, row_places, products, row_offsets, row_sequences, column_offsets, column_sequences, columns, 1);
  look(column_sums, column_places, products, column_offsets, column_sequences, row_offsets, row_sequences, 1, columns);
}

/// What one direction adds to the gradients of both sides.
static void look_back(double *down, double *dother, const double *dsums, const int32_t *places, const double *x,
                      const double *y, const int32_t *own, size_t own_sequences, const int32_t *other,
                      size_t other_sequences, size_t width) {
  for (size_t s = 0; s < own_sequences; s++) {
    for (size_t c = 0; c < other_sequences; c++) {
      if (other[c] == other[c + 1]) continue;
      for (int32_t i = own[s]; i < own[s + 1]; i++) {
        size_t j = (size_t)(other[c] + places[(size_t)i * other_sequences + c]);
        for (size_t k = 0; k < width; k++) {
          down[(size_t)i * width + k] += dsums[s * other_sequences + c] * y[j * width + k];
          dother[j * width + k] += dsums[s * other_sequences + c] * x[(size_t)i * width + k];
        }
      }
    }
  }
}

void clippo_reference_max_similarity_gradient(double *dx, double *dy, const double *drow_sums,
                                              const double *dcolumn_sums, const int32_t *row_places,
                                              const int32_t *column_places, const double *x, const double *y,
                                              const int32_t *row_offsets, size_t row_sequences,
                                              const int32_t *column_offsets, size_t column_sequences, size_t width) {
  for (size_t i = 0; i < (size_t)row_offsets[row_sequences] * width; i++) dx[i] = 0;
  for (size_t i = 0; i < (size_t)column_offsets[column_sequences] * width; i++) dy[i] = 0;
  look_back(dx, dy, drow_sums, row_places, x, y, row_offsets, row_sequences, column_offsets, column_sequences, width);
  look_back(dy, dx, dcolumn_sums, column_places, y, x, column_offsets, column_sequences, row_offsets, row_sequences,
            width);
}
