// The slow, obvious version of every kernel, in double: the oracle of the parity tests. Never tuned. Shapes are those of
// clippo_numeric.h; one version stands for all activation types.
#ifndef CLIPPO_REFERENCE_H
#define CLIPPO_REFERENCE_H
#include <stddef.h>
#include <stdint.h>

#include "clippo_gelu_form.h"

// clang-format off
void clippo_reference_convert_f32_to_bf16(uint16_t *out, const float *x, size_t count);
void clippo_reference_convert_bf16_to_f32(float *out, const uint16_t *x, size_t count);
void clippo_reference_unit_range(double *out, const uint8_t *x, size_t count);

void clippo_reference_add(double *out, const double *a, const double *b, size_t count);
void clippo_reference_accumulate(double *out, const double *x, double scale, size_t count);
void clippo_reference_scale(double *out, const double *x, double scale, size_t count);
double clippo_reference_sum_squares(const double *x, size_t count);
double clippo_reference_dot(const double *x, const double *y, size_t count);
int clippo_reference_all_finite(const double *x, size_t count);
void clippo_reference_column_sum(double *out, const double *x, size_t rows, size_t width);
void clippo_reference_add_bias(double *x, const double *bias, size_t rows, size_t width);

// out [rows, columns] = left [rows, inner] x right [inner, columns].
void clippo_reference_product(double *out, const float *left, const float *right, size_t rows, size_t inner, size_t columns);

void clippo_reference_layer_norm_forward(double *out, double *mean, double *rstd, const double *x, const double *scale, const double *bias, size_t rows, size_t width, double epsilon);
void clippo_reference_layer_norm_backward(double *dx, double *dscale, double *dbias, const double *dy, const double *x, const double *mean, const double *rstd, const double *scale, size_t rows, size_t width);

/// `erf` is 1 for the erf form, 0 for the tanh form.
void clippo_reference_gelu_forward(double *out, const double *x, size_t count, clippo_gelu_form form);
void clippo_reference_gelu_backward(double *dx, const double *dy, const double *x, size_t count, clippo_gelu_form form);

/// scratch: two doubles per token of the longest sequence.
void clippo_reference_attention_forward(double *out, double *lse, const double *qkv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width, int causal, double *scratch);
void clippo_reference_attention_backward(double *dqkv, const double *dout, const double *out, const double *lse, const double *qkv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width, int causal);

/// scratch: one double per token of the longest sequence.
void clippo_reference_probe_attention_forward(double *out, double *lse, const double *query, const double *kv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width, double *scratch);
void clippo_reference_probe_attention_backward(double *dquery, double *dkv, const double *dout, const double *out, const double *lse, const double *query, const double *kv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width);

void clippo_reference_mean_pool_forward(double *out, const double *x, const int32_t *offsets, size_t first, size_t end, size_t width);
void clippo_reference_mean_pool_backward(double *dx, const double *dout, const int32_t *offsets, size_t first, size_t end, size_t width);

void clippo_reference_position_add(double *x, const double *table, const int32_t *index, size_t tokens, size_t width);
void clippo_reference_position_gradient(double *dtable, const double *dx, const int32_t *index, size_t tokens, size_t width);

void clippo_reference_l2_normalize_forward(double *out, double *norm, const double *x, size_t rows, size_t width, double epsilon);
void clippo_reference_l2_normalize_backward(double *dx, const double *dout, const double *x, const double *norm, size_t rows, size_t width, double epsilon);

double clippo_reference_contrastive_softmax(double *dlogits, int64_t *correct, const double *logits, const int32_t *same, size_t count);
double clippo_reference_contrastive_sigmoid(double *dlogits, const double *logits, const int32_t *same, size_t count);

/// products [rows, columns]; row_sums [row_sequences, column_sequences] and places of rows [rows, column_sequences], those of columns
/// [column_sequences, row_sequences] and [columns, row_sequences]. An empty sequence gives 0.
void clippo_reference_max_similarity(double *row_sums, double *column_sums, int32_t *row_places, int32_t *column_places, const double *products, const int32_t *row_offsets, size_t row_sequences, const int32_t *column_offsets, size_t column_sequences);
/// By the rows of both sides, x [rows, width] and y [columns, width], whose products were compared.
void clippo_reference_max_similarity_gradient(double *dx, double *dy, const double *drow_sums, const double *dcolumn_sums, const int32_t *row_places, const int32_t *column_places, const double *x, const double *y, const int32_t *row_offsets, size_t row_sequences, const int32_t *column_offsets, size_t column_sequences, size_t width);

void clippo_reference_adamw(double *parameter, double *first, double *second, const double *gradient, size_t count, double gradient_scale, double step_size, double beta1, double beta2, double epsilon, double decay, double correction1, double correction2);
// clang-format on
#endif
