#define _GNU_SOURCE  // For syscall.
// Picks the table of kernels once, by what the processor and the operating system support, and forwards to it.
#include <stdatomic.h>
#include <stdlib.h>
#if defined(__x86_64__) && defined(__linux__)
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

#include "clippo_numeric.h"

extern const clippo_kernels clippo_kernels_plain;
#if defined(__x86_64__)
extern const clippo_kernels clippo_kernels_avx2, clippo_kernels_avx512, clippo_kernels_avx512bf16,
    clippo_kernels_avx512bf16_products, clippo_kernels_amx;
#endif

/// Whether the processor has AMX's tiles of bf16 and the system lets this process use them.
static int has_tiles(void) {
#if defined(__x86_64__) && defined(__linux__)
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  if (!__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)) return 0;
  const unsigned amx_bf16 = 1u << 22, amx_tile = 1u << 24;
  if (!(edx & amx_bf16) || !(edx & amx_tile)) return 0;
  // The tiles' state is large, so Linux gives it to those who ask: arch_prctl(ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA).
  return syscall(SYS_arch_prctl, 0x1023, 18) == 0;
#else
  return 0;
#endif
}

/// The highest level this machine can run.
static int highest_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!(__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2"))) return 0;
  if (!(__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq")))
    return 1;
  if (!__builtin_cpu_supports("avx512bf16")) return 2;
  return has_tiles() ? 5 : 4;
#else
  return 0;
#endif
}

/// The fastest level: without tiles, products of bf16 pairs pay on AMD's processors only.
static int fastest_level(void) {
  int highest = highest_level();
#if defined(__x86_64__)
  if (highest == 4 && !__builtin_cpu_is("amd")) return 3;
#endif
  return highest;
}

const clippo_kernels *clippo_kernels_at_level(int level) {
  if (level < 0 || level > highest_level()) return NULL;
#if defined(__x86_64__)
  if (level == 5) return &clippo_kernels_amx;
  if (level == 4) return &clippo_kernels_avx512bf16_products;
  if (level == 3) return &clippo_kernels_avx512bf16;
  if (level == 2) return &clippo_kernels_avx512;
  if (level == 1) return &clippo_kernels_avx2;
#endif
  return &clippo_kernels_plain;
}

int clippo_cpu_level_wish(void) {
  const char *wish = getenv("CLIPPO_CPU_LEVEL");
  if (!wish || !wish[0]) return -1;
  return wish[0] >= '0' && wish[0] <= '5' && !wish[1] ? wish[0] - '0' : -2;
}

static int chosen_level(void) {
  int wish = clippo_cpu_level_wish();
  return wish >= 0 && wish <= highest_level() ? wish : fastest_level();
}

int clippo_cpu_level_is_forced(void) {
  int wish = clippo_cpu_level_wish();
  return wish >= 0 && wish == clippo_cpu_level();
}

int clippo_cpu_level(void) {
  // Threads that race here write the same value.
  static _Atomic int cached = -1;
  int level = atomic_load_explicit(&cached, memory_order_relaxed);
  if (level >= 0) return level;
  level = chosen_level();
  atomic_store_explicit(&cached, level, memory_order_relaxed);
  return level;
}

static inline const clippo_kernels *kernels(void) {
  static _Atomic(const clippo_kernels *) cached;
  const clippo_kernels *table = atomic_load_explicit(&cached, memory_order_relaxed);
  if (__builtin_expect(table != NULL, 1)) return table;
  table = clippo_kernels_at_level(clippo_cpu_level());
  atomic_store_explicit(&cached, table, memory_order_relaxed);
  return table;
}

// clang-format off
void clippo_convert_f32_to_bf16(clippo_bf16 *out, const float *x, size_t count) { kernels()->convert_f32_to_bf16(out, x, count); }
void clippo_convert_bf16_to_f32(float *out, const clippo_bf16 *x, size_t count) { kernels()->convert_bf16_to_f32(out, x, count); }
void clippo_split_f32(float *high, float *low, const float *x, size_t count) { kernels()->split_f32(high, low, x, count); }
void clippo_split_bf16(clippo_bf16 *high, clippo_bf16 *low, const float *x, size_t count) { kernels()->split_bf16(high, low, x, count); }
void clippo_unit_range_f32(float *out, const uint8_t *x, size_t count) { kernels()->unit_range_f32(out, x, count); }
void clippo_unit_range_bf16(clippo_bf16 *out, const uint8_t *x, size_t count) { kernels()->unit_range_bf16(out, x, count); }
void clippo_add_f32(float *out, const float *a, const float *b, size_t count) { kernels()->add_f32(out, a, b, count); }
void clippo_add_bf16(float *out, const float *a, const clippo_bf16 *b, size_t count) { kernels()->add_bf16(out, a, b, count); }
void clippo_accumulate_f32(float *out, const float *x, float scale, size_t count) { kernels()->accumulate_f32(out, x, scale, count); }
void clippo_scale_f32(float *out, const float *x, float scale, size_t count) { kernels()->scale_f32(out, x, scale, count); }
double clippo_sum_squares_f32(const float *x, size_t count) { return kernels()->sum_squares_f32(x, count); }
double clippo_dot_f32(const float *x, const float *y, size_t count) { return kernels()->dot_f32(x, y, count); }
int clippo_all_finite_f32(const float *x, size_t count) { return kernels()->all_finite_f32(x, count); }
void clippo_column_sum_f32(float *out, const float *x, size_t rows, size_t width) { kernels()->column_sum_f32(out, x, rows, width); }
void clippo_column_sum_bf16(float *out, const clippo_bf16 *x, size_t rows, size_t width) { kernels()->column_sum_bf16(out, x, rows, width); }
void clippo_add_bias_f32(float *x, const float *bias, size_t rows, size_t width) { kernels()->add_bias_f32(x, bias, rows, width); }
void clippo_layer_norm_forward_f32(float *out, float *normal, float *rstd, const float *x, const float *scale, const float *bias, size_t rows, size_t width, float epsilon) { kernels()->layer_norm_forward_f32(out, normal, rstd, x, scale, bias, rows, width, epsilon); }
void clippo_layer_norm_apply_f32(float *out, const float *normal, const float *scale, const float *bias, size_t rows, size_t width) { kernels()->layer_norm_apply_f32(out, normal, scale, bias, rows, width); }
void clippo_layer_norm_backward_f32(float *dx, float *dscale, float *dbias, const float *dy, const float *normal, const float *rstd, const float *scale, const float *stream, size_t rows, size_t width) { kernels()->layer_norm_backward_f32(dx, dscale, dbias, dy, normal, rstd, scale, stream, rows, width); }
void clippo_layer_norm_forward_bf16(clippo_bf16 *out, clippo_bf16 *normal, float *rstd, const float *x, const float *scale, const float *bias, size_t rows, size_t width, float epsilon) { kernels()->layer_norm_forward_bf16(out, normal, rstd, x, scale, bias, rows, width, epsilon); }
void clippo_layer_norm_apply_bf16(clippo_bf16 *out, const clippo_bf16 *normal, const float *scale, const float *bias, size_t rows, size_t width) { kernels()->layer_norm_apply_bf16(out, normal, scale, bias, rows, width); }
void clippo_layer_norm_backward_bf16(float *dx, float *dscale, float *dbias, const float *dy, const clippo_bf16 *normal, const float *rstd, const float *scale, const float *stream, size_t rows, size_t width) { kernels()->layer_norm_backward_bf16(dx, dscale, dbias, dy, normal, rstd, scale, stream, rows, width); }
void clippo_gelu_forward_f32(float *out, const float *x, size_t count, clippo_gelu_form form) { kernels()->gelu_forward_f32(out, x, count, form); }
void clippo_gelu_forward_bf16(clippo_bf16 *out, const clippo_bf16 *x, size_t count, clippo_gelu_form form) { kernels()->gelu_forward_bf16(out, x, count, form); }
void clippo_gelu_backward_f32(float *dx, float *active, const float *dy, const float *x, size_t count, clippo_gelu_form form) { kernels()->gelu_backward_f32(dx, active, dy, x, count, form); }
void clippo_gelu_backward_bf16(clippo_bf16 *dx, clippo_bf16 *active, const clippo_bf16 *dy, const clippo_bf16 *x, size_t count, clippo_gelu_form form) { kernels()->gelu_backward_bf16(dx, active, dy, x, count, form); }
void clippo_attention_forward_f32(float *out, float *lse, const float *qkv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width, int causal, float *scratch) { kernels()->attention_forward_f32(out, lse, qkv, offsets, first, end, heads, head_width, causal, scratch); }
void clippo_attention_forward_bf16(clippo_bf16 *out, float *lse, const clippo_bf16 *qkv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width, int causal, float *scratch) { kernels()->attention_forward_bf16(out, lse, qkv, offsets, first, end, heads, head_width, causal, scratch); }
void clippo_attention_backward_f32(float *dqkv, const float *dout, const float *out, const float *lse, const float *qkv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width, int causal, float *scratch) { kernels()->attention_backward_f32(dqkv, dout, out, lse, qkv, offsets, first, end, heads, head_width, causal, scratch); }
void clippo_attention_backward_bf16(clippo_bf16 *dqkv, const clippo_bf16 *dout, const clippo_bf16 *out, const float *lse, const clippo_bf16 *qkv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width, int causal, float *scratch) { kernels()->attention_backward_bf16(dqkv, dout, out, lse, qkv, offsets, first, end, heads, head_width, causal, scratch); }
void clippo_probe_attention_forward_f32(float *out, float *lse, const float *query, const float *kv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width) { kernels()->probe_attention_forward_f32(out, lse, query, kv, offsets, first, end, heads, head_width); }
void clippo_probe_attention_forward_bf16(clippo_bf16 *out, float *lse, const float *query, const clippo_bf16 *kv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width) { kernels()->probe_attention_forward_bf16(out, lse, query, kv, offsets, first, end, heads, head_width); }
void clippo_probe_attention_backward_f32(float *dquery, float *dkv, const float *dout, const float *out, const float *lse, const float *query, const float *kv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width) { kernels()->probe_attention_backward_f32(dquery, dkv, dout, out, lse, query, kv, offsets, first, end, heads, head_width); }
void clippo_probe_attention_backward_bf16(float *dquery, clippo_bf16 *dkv, const clippo_bf16 *dout, const clippo_bf16 *out, const float *lse, const float *query, const clippo_bf16 *kv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width) { kernels()->probe_attention_backward_bf16(dquery, dkv, dout, out, lse, query, kv, offsets, first, end, heads, head_width); }
void clippo_mean_pool_forward_f32(float *out, const float *x, const int32_t *offsets, size_t first, size_t end, size_t width) { kernels()->mean_pool_forward_f32(out, x, offsets, first, end, width); }
void clippo_mean_pool_forward_bf16(float *out, const clippo_bf16 *x, const int32_t *offsets, size_t first, size_t end, size_t width) { kernels()->mean_pool_forward_bf16(out, x, offsets, first, end, width); }
void clippo_mean_pool_backward_f32(float *dx, const float *dout, const int32_t *offsets, size_t first, size_t end, size_t width) { kernels()->mean_pool_backward_f32(dx, dout, offsets, first, end, width); }
void clippo_mean_pool_backward_bf16(clippo_bf16 *dx, const float *dout, const int32_t *offsets, size_t first, size_t end, size_t width) { kernels()->mean_pool_backward_bf16(dx, dout, offsets, first, end, width); }
void clippo_position_add_f32(float *x, const float *table, const int32_t *index, size_t tokens, size_t width) { kernels()->position_add_f32(x, table, index, tokens, width); }
void clippo_position_gradient_f32(float *dtable, const float *dx, const int32_t *index, size_t tokens, size_t width, size_t part, size_t parts) { kernels()->position_gradient_f32(dtable, dx, index, tokens, width, part, parts); }
void clippo_l2_normalize_forward_f32(float *out, float *norm, const float *x, size_t rows, size_t width, float epsilon) { kernels()->l2_normalize_forward_f32(out, norm, x, rows, width, epsilon); }
void clippo_l2_normalize_backward_f32(float *dx, const float *dout, const float *x, const float *norm, size_t rows, size_t width, float epsilon) { kernels()->l2_normalize_backward_f32(dx, dout, x, norm, rows, width, epsilon); }
int64_t clippo_contrastive_statistics_f32(float *row_lse, float *positive, float *column_largest, float *column_sum, float *column_beside, const float *products, const int32_t *same, size_t first, size_t rows, size_t count, float scale) { return kernels()->contrastive_statistics_f32(row_lse, positive, column_largest, column_sum, column_beside, products, same, first, rows, count, scale); }
double clippo_contrastive_gradients_f32(float *products, const float *row_lse, const float *column_lse, const int32_t *same, size_t first, size_t rows, size_t count, float scale) { return kernels()->contrastive_gradients_f32(products, row_lse, column_lse, same, first, rows, count, scale); }
int64_t clippo_contrastive_sigmoid_f32(double *sums, float *positive, float *column_beside, float *products, const int32_t *same, size_t first, size_t rows, size_t count, float scale, float bias) { return kernels()->contrastive_sigmoid_f32(sums, positive, column_beside, products, same, first, rows, count, scale, bias); }
void clippo_row_maxima_f32(float *sums, void *places, size_t place_bytes, size_t place_stride, const float *products, size_t rows, size_t stride, const int32_t *offsets, size_t sequences) { kernels()->row_maxima_f32(sums, places, place_bytes, place_stride, products, rows, stride, offsets, sequences); }
void clippo_column_maxima_f32(float *best, int32_t *place, const float *products, size_t rows, size_t stride, size_t columns, int32_t first) { kernels()->column_maxima_f32(best, place, products, rows, stride, columns, first); }
void clippo_column_maxima_sums_f32(float *sums, void *places, size_t place_bytes, const float *best, const int32_t *place, const int32_t *offsets, size_t sequences) { kernels()->column_maxima_sums_f32(sums, places, place_bytes, best, place, offsets, sequences); }
void clippo_add_found_rows_f32(float *out, const float *from, const void *places, size_t place_bytes, size_t place_stride, size_t rows, size_t width, float weight) { kernels()->add_found_rows_f32(out, from, places, place_bytes, place_stride, rows, width, weight); }
void clippo_add_to_found_rows_f32(float *out, const float *from, const void *places, size_t place_bytes, size_t place_stride, size_t rows, size_t width, float weight) { kernels()->add_to_found_rows_f32(out, from, places, place_bytes, place_stride, rows, width, weight); }
void clippo_adamw_f32(float *parameter, float *first, float *second, const float *gradient, size_t count, float gradient_scale, float step_size, float beta1, float beta2, float epsilon, float decay, float correction1, float correction2) { kernels()->adamw_f32(parameter, first, second, gradient, count, gradient_scale, step_size, beta1, beta2, epsilon, decay, correction1, correction2); }
void clippo_adafactor_full_f32(float *parameter, float *second, clippo_bf16 *momentum, const float *gradient, size_t count, clippo_adafactor_step step) { kernels()->adafactor_full_f32(parameter, second, momentum, gradient, count, step); }
void clippo_adafactor_factored_f32(float *parameter, float *without_first, float *without_second, clippo_bf16 *momentum, const float *gradient, size_t outer, size_t first, size_t middle, size_t second, size_t inner, int first_is_larger, clippo_adafactor_step step, float *scratch) { kernels()->adafactor_factored_f32(parameter, without_first, without_second, momentum, gradient, outer, first, middle, second, inner, first_is_larger, step, scratch); }
double clippo_search_score(const float *x, const float *y, size_t width) { return kernels()->search_score(x, y, width); }
size_t clippo_search_floats(clippo_search_candidate *out, const float *rows, size_t count, const float *packed, size_t queries, size_t width, const float *floors) { return kernels()->search_floats(out, rows, count, packed, queries, width, floors); }
size_t clippo_search_bytes(clippo_search_candidate *out, const int8_t *rows, const float *scales, const float *residuals, size_t count, const clippo_search_byte_queries *queries, size_t padded, const float *floors) { return (queries->count > CLIPPO_SEARCH_FEW && clippo_has_vnni() ? clippo_search_bytes_vnni : kernels()->search_bytes)(out, rows, scales, residuals, count, queries, padded, floors); }
float clippo_dot_bf16(const uint16_t *x, const uint16_t *y, size_t count) { return kernels()->dot_bf16(x, y, count); }
