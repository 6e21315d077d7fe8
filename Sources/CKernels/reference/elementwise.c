#include <math.h>
#include <string.h>

#include "clippo_reference.h"

void clippo_reference_convert_f32_to_bf16(uint16_t *out, const float *x, size_t count) {
  for (size_t i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, &x[i], sizeof bits);
    uint32_t upper = bits >> 16, lower = bits & 0xffff;
    if (isnan(x[i])) {
      upper |= 0x40;
    } else if (lower > 0x8000 || (lower == 0x8000 && (upper & 1))) {
      upper += 1;
    }
    out[i] = (uint16_t)upper;
  }
}

void clippo_reference_convert_bf16_to_f32(float *out, const uint16_t *x, size_t count) {
  for (size_t i = 0; i < count; i++) {
    uint32_t bits = (uint32_t)x[i] << 16;
    memcpy(&out[i], &bits, sizeof bits);
  }
}

void clippo_reference_unit_range(double *out, const uint8_t *x, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = x[i] / 127.5 - 1.0;
}

void clippo_reference_add(double *out, const double *a, const double *b, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = a[i] + b[i];
}

void clippo_reference_accumulate(double *out, const double *x, double scale, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] += scale * x[i];
}

void clippo_reference_scale(double *out, const double *x, double scale, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = scale * x[i];
}

double clippo_reference_dot(const double *x, const double *y, size_t count) {
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += x[i] * y[i];
  return sum;
}

double clippo_reference_sum_squares(const double *x, size_t count) { return clippo_reference_dot(x, x, count); }

int clippo_reference_all_finite(const double *x, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (!isfinite(x[i])) return 0;
  return 1;
}

void clippo_reference_column_sum(double *out, const double *x, size_t rows, size_t width) {
  for (size_t row = 0; row < rows; row++)
    for (size_t column = 0; column < width; column++) out[column] += x[row * width + column];
}

void clippo_reference_add_bias(double *x, const double *bias, size_t rows, size_t width) {
  for (size_t row = 0; row < rows; row++)
    for (size_t column = 0; column < width; column++) x[row * width + column] += bias[column];
}
