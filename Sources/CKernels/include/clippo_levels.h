// The table of numeric kernels of one instruction level. Programs call the functions of clippo_numeric.h, which pick
// the level by themselves; the parity tests walk the tables.
#ifndef CLIPPO_LEVELS_H
#define CLIPPO_LEVELS_H

// clang-format off
#define CLIPPO_FOR_EACH_KERNEL(X) \
  X(convert_f32_to_bf16) X(convert_bf16_to_f32) X(split_f32) X(split_bf16) X(unit_range_f32) X(unit_range_bf16) \
  X(add_f32) X(add_bf16) X(accumulate_f32) X(scale_f32) X(add_bias_f32) \
  X(sum_squares_f32) X(dot_f32) X(all_finite_f32) X(column_sum_f32) X(column_sum_bf16) \
  X(layer_norm_forward_f32) X(layer_norm_forward_bf16) X(layer_norm_apply_f32) X(layer_norm_apply_bf16) \
  X(layer_norm_backward_f32) X(layer_norm_backward_bf16) \
  X(gelu_forward_f32) X(gelu_forward_bf16) X(gelu_backward_f32) X(gelu_backward_bf16) \
  X(attention_forward_f32) X(attention_forward_bf16) X(attention_backward_f32) X(attention_backward_bf16) \
  X(probe_attention_forward_f32) X(probe_attention_forward_bf16) \
  X(probe_attention_backward_f32) X(probe_attention_backward_bf16) \
  X(mean_pool_forward_f32) X(mean_pool_forward_bf16) X(mean_pool_backward_f32) X(mean_pool_backward_bf16) \
  X(position_add_f32) X(position_gradient_f32) \
  X(l2_normalize_forward_f32) X(l2_normalize_backward_f32) \
  X(contrastive_statistics_f32) X(contrastive_gradients_f32) X(contrastive_sigmoid_f32) \
  X(row_maxima_f32) X(column_maxima_f32) X(column_maxima_sums_f32) X(add_found_rows_f32) X(add_to_found_rows_f32) \
  X(adamw_f32) X(adafactor_full_f32) X(adafactor_factored_f32) \
  X(search_score) X(search_floats) X(search_bytes) X(dot_bf16)
// clang-format on

#define CLIPPO_KERNEL_FIELD(name) __typeof__(clippo_##name) *name;

/// One function pointer per kernel of clippo_numeric.h, named without the prefix.
typedef struct {
  CLIPPO_FOR_EACH_KERNEL(CLIPPO_KERNEL_FIELD)
} clippo_kernels;

/// The table of a level (as in `clippo_cpu_level`), or NULL when this machine cannot run it.
const clippo_kernels *clippo_kernels_at_level(int level);

#endif
