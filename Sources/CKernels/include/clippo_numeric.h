// Numeric loops on packed rows. Every function works on the rows it is given and starts no thread: the caller cuts the
// rows among workers. Sizes are element counts. Outputs come first, then inputs, then sizes. Buffers need no alignment.
// "Accumulates" means +=; every other output is overwritten. A NaN or infinity in the input reaches the output.
//
// Variants end in the type of the activations: _f32, or _bf16 (uint16_t bits, round to nearest even, arithmetic in f32).
// Parameters, statistics and the residual stream are always f32.
#ifndef CLIPPO_NUMERIC_H
#define CLIPPO_NUMERIC_H
#include <stddef.h>
#include <stdint.h>

#include "clippo_gelu_form.h"

typedef uint16_t clippo_bf16;


// clang-format off
#define CLIPPO_RESTRICT restrict

/// Instruction level in use: 0 plain, 1 AVX2 + FMA, 2 AVX-512, 3 AVX-512 with bf16, 4 also with products of bf16 where
/// those are the faster, 5 with AMX's tiles. The environment variable CLIPPO_CPU_LEVEL (0…5) chooses another that this machine
/// has; where it names a higher one, the fastest is used.
int clippo_cpu_level(void);

/// The level that CLIPPO_CPU_LEVEL names, -1 where it is not set, -2 where it names none.
int clippo_cpu_level_wish(void);

/// 1 where CLIPPO_CPU_LEVEL names the level in use.
int clippo_cpu_level_is_forced(void);

// ---- conversion ----
/// Subnormal numbers may become zero.
void clippo_convert_f32_to_bf16(clippo_bf16 *out, const float *x, size_t count);
void clippo_convert_bf16_to_f32(float *out, const clippo_bf16 *x, size_t count);
/// x as the sum of two numbers of eight bits, off by 2^-17 of x: itself rounded to bf16, and what is left of it. The first
/// variant writes floats, the second rounds what is left to bf16 too.
void clippo_split_f32(float *high, float *low, const float *x, size_t count);
void clippo_split_bf16(clippo_bf16 *high, clippo_bf16 *low, const float *x, size_t count);
/// out = x / 127.5 - 1
void clippo_unit_range_f32(float *out, const uint8_t *x, size_t count);
void clippo_unit_range_bf16(clippo_bf16 *out, const uint8_t *x, size_t count);

// ---- elementwise ----
/// out = a + b; `out` may be `a`. The second operand has the variant's type, the first and the result are f32.
void clippo_add_f32(float *out, const float *a, const float *b, size_t count);
void clippo_add_bf16(float *out, const float *a, const clippo_bf16 *b, size_t count);
/// out += scale * x
void clippo_accumulate_f32(float *out, const float *x, float scale, size_t count);
/// out = scale * x
void clippo_scale_f32(float *out, const float *x, float scale, size_t count);
/// Sum of squares in double, in a fixed order (deterministic for a given count and level).
double clippo_sum_squares_f32(const float *x, size_t count);
/// Sum of x[i] * y[i] in double.
double clippo_dot_f32(const float *x, const float *y, size_t count);
/// 1 if every value is finite.
int clippo_all_finite_f32(const float *x, size_t count);
/// out[column] += sum over rows of x[row, column]; x [rows, width]. (Bias gradients.)
void clippo_column_sum_f32(float *out, const float *x, size_t rows, size_t width);
void clippo_column_sum_bf16(float *out, const clippo_bf16 *x, size_t rows, size_t width);
/// x[row, column] += bias[column]
void clippo_add_bias_f32(float *x, const float *bias, size_t rows, size_t width);

// ---- layer norm over the last axis (Ba et al. 2016); variance is biased ----
/// out [rows, width], rstd [rows]; x [rows, width] f32, scale and bias [width]. `normal` gets the rows before scale and bias,
/// all that the backward pass needs; it may be NULL.
void clippo_layer_norm_forward_f32(float *out, float *normal, float *rstd, const float *x, const float *scale, const float *bias, size_t rows, size_t width, float epsilon);
void clippo_layer_norm_forward_bf16(clippo_bf16 *out, clippo_bf16 *normal, float *rstd, const float *x, const float *scale, const float *bias, size_t rows, size_t width, float epsilon);
/// out = normal * scale + bias: the output once more.
void clippo_layer_norm_apply_f32(float *out, const float *normal, const float *scale, const float *bias, size_t rows, size_t width);
void clippo_layer_norm_apply_bf16(clippo_bf16 *out, const clippo_bf16 *normal, const float *scale, const float *bias, size_t rows, size_t width);
/// dx [rows, width] = stream + the derivative; `stream` may be NULL; dscale, dbias [width] accumulate; dy may be dx. Only
/// `normal` has the variant's type.
void clippo_layer_norm_backward_f32(float *dx, float *dscale, float *dbias, const float *dy, const float *normal, const float *rstd, const float *scale, const float *stream, size_t rows, size_t width);
void clippo_layer_norm_backward_bf16(float *dx, float *dscale, float *dbias, const float *dy, const clippo_bf16 *normal, const float *rstd, const float *scale, const float *stream, size_t rows, size_t width);

// ---- GELU (Hendrycks & Gimpel 2016): the tanh form of big_vision, the erf form of BERT and
// open_clip, and x times the sigmoid of 1.702 x, the form of OpenAI's CLIP ----
void clippo_gelu_forward_f32(float *out, const float *x, size_t count, clippo_gelu_form form);
void clippo_gelu_forward_bf16(clippo_bf16 *out, const clippo_bf16 *x, size_t count, clippo_gelu_form form);
/// dx = dy * gelu'(x); dx may be dy. `active` gets gelu(x), as forward gives it; it may be NULL.
void clippo_gelu_backward_f32(float *dx, float *active, const float *dy, const float *x, size_t count, clippo_gelu_form form);
void clippo_gelu_backward_bf16(clippo_bf16 *dx, clippo_bf16 *active, const clippo_bf16 *dy, const clippo_bf16 *x, size_t count, clippo_gelu_form form);

// ---- packed self-attention: sequence s owns tokens offsets[s] ..< offsets[s + 1]; where `causal` is not 0, a token sees
// itself and those before it only ----
/// Floats of scratch for sequences of at most `longest` tokens (the larger of forward and backward).
size_t clippo_attention_scratch(size_t longest, size_t head_width);
/// out [tokens, heads * head_width], lse [tokens, heads] (log-sum-exp of the scaled scores); qkv [tokens, 3 * heads * head_width]
/// as q | k | v, each heads-major. Scores are scaled by 1 / sqrt(head_width). Works on sequences first ..< end.
void clippo_attention_forward_f32(float *out, float *lse, const float *qkv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width, int causal, float *scratch);
void clippo_attention_forward_bf16(clippo_bf16 *out, float *lse, const clippo_bf16 *qkv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width, int causal, float *scratch);
/// dqkv like qkv, overwritten. Probabilities are recomputed from lse.
void clippo_attention_backward_f32(float *dqkv, const float *dout, const float *out, const float *lse, const float *qkv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width, int causal, float *scratch);
void clippo_attention_backward_bf16(clippo_bf16 *dqkv, const clippo_bf16 *dout, const clippo_bf16 *out, const float *lse, const clippo_bf16 *qkv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width, int causal, float *scratch);

// ---- attention pooling: one learned query for all sequences (MAP head, Zhai et al. 2022) ----
/// out [sequences, width], lse [sequences, heads]; query [width] f32 (projected probe), kv [tokens, 2 * width] as k | v.
void clippo_probe_attention_forward_f32(float *out, float *lse, const float *query, const float *kv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width);
void clippo_probe_attention_forward_bf16(clippo_bf16 *out, float *lse, const float *query, const clippo_bf16 *kv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width);
/// dquery [width] accumulates; dkv overwritten.
void clippo_probe_attention_backward_f32(float *dquery, float *dkv, const float *dout, const float *out, const float *lse, const float *query, const float *kv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width);
void clippo_probe_attention_backward_bf16(float *dquery, clippo_bf16 *dkv, const clippo_bf16 *dout, const clippo_bf16 *out, const float *lse, const float *query, const clippo_bf16 *kv, const int32_t *offsets, size_t first, size_t end, size_t heads, size_t head_width);

// ---- mean over the tokens of each sequence; an empty sequence gives zeros ----
/// out [sequences, width] f32; x [tokens, width].
void clippo_mean_pool_forward_f32(float *out, const float *x, const int32_t *offsets, size_t first, size_t end, size_t width);
void clippo_mean_pool_forward_bf16(float *out, const clippo_bf16 *x, const int32_t *offsets, size_t first, size_t end, size_t width);
/// dx [tokens, width] of the variant's type; dout [sequences, width] f32.
void clippo_mean_pool_backward_f32(float *dx, const float *dout, const int32_t *offsets, size_t first, size_t end, size_t width);
void clippo_mean_pool_backward_bf16(clippo_bf16 *dx, const float *dout, const int32_t *offsets, size_t first, size_t end, size_t width);

// ---- learned positions looked up per token ----
/// x[token] += table[index[token]]; x [tokens, width] f32, table [places, width].
void clippo_position_add_f32(float *x, const float *table, const int32_t *index, size_t tokens, size_t width);
/// dtable[index[token]] += dx[token] where index[token] % parts == part: workers share a table of any size without copies of it,
/// and each row's sum has one order however many they are.
void clippo_position_gradient_f32(float *dtable, const float *dx, const int32_t *index, size_t tokens, size_t width, size_t part, size_t parts);

// ---- unit length: out = x / (|x| + epsilon), big_vision's form ----
void clippo_l2_normalize_forward_f32(float *out, float *norm, const float *x, size_t rows, size_t width, float epsilon);
void clippo_l2_normalize_backward_f32(float *dx, const float *dout, const float *x, const float *norm, size_t rows, size_t width, float epsilon);

// ---- contrastive losses, in blocks of rows of the similarities products [count, count]: rows `first` … ----
// The logit of a pair is scale * similarity (+ bias); the positive of row i is column i. `same` may be NULL; otherwise
// same[i] is a group number, and a pair i != j of one group is left out.
/// Both directions of a softmax (InfoNCE), first pass: row_lse, positive [rows] are overwritten with the log-sum-exp of each
/// row and the logit of each positive; column_largest, column_sum, column_beside [count] take in the block (their log-sum-exp
/// is column_largest + log column_sum; column_beside is the largest logit beside the positive). They begin as -1e30, 0, -1e30.
/// Returns how many rows' positives are the largest.
int64_t clippo_contrastive_statistics_f32(float *row_lse, float *positive, float *column_largest, float *column_sum, float *column_beside, const float *products, const int32_t *same, size_t first, size_t rows, size_t count, float scale);
/// Second pass: turns similarities into the derivative of the loss by them. Returns that by the logarithm of the scale.
double clippo_contrastive_gradients_f32(float *products, const float *row_lse, const float *column_lse, const int32_t *same, size_t first, size_t rows, size_t count, float scale);
/// Sigmoid loss of every pair (Zhai et al. 2023), in one pass: turns similarities into the derivative by them, and adds the
/// loss and its derivatives by the logarithm of the scale and by the bias to sums [3]. Returns and takes in like the first pass.
int64_t clippo_contrastive_sigmoid_f32(double *sums, float *positive, float *column_beside, float *products, const int32_t *same, size_t first, size_t rows, size_t count, float scale, float bias);

// ---- late interaction: products of the tokens of two sides, [rows, columns], a block at a time ----
// Each side is cut into sequences. A token looks for its largest product in each sequence of the other side; the first of equals
// is taken, and a token of NaN finds -infinity. `places` may be NULL; it holds where in its sequence the largest stands, in
// `place_bytes` bytes, 1 or 2, each.
/// Of each row the largest product in each sequence of columns; sequence c owns columns offsets[c] - offsets[0] …. sums [sequences]
/// += the largest of all rows; places [rows, place_stride], one for each sequence, untouched where a sequence is empty.
void clippo_row_maxima_f32(float *sums, void *places, size_t place_bytes, size_t place_stride, const float *products, size_t rows, size_t stride, const int32_t *offsets, size_t sequences);
/// Of each column the largest product so far: best, place [columns] take in some rows of one sequence, of which row `first` is the
/// first. They begin as -infinity, 0.
void clippo_column_maxima_f32(float *best, int32_t *place, const float *products, size_t rows, size_t stride, size_t columns, int32_t first);
/// What columns have found in a sequence of rows: sums [sequences] = the largest of all columns of a sequence; places [columns].
void clippo_column_maxima_sums_f32(float *sums, void *places, size_t place_bytes, const float *best, const int32_t *place, const int32_t *offsets, size_t sequences);
/// out [rows, width] += weight * from[places[row * place_stride]]
void clippo_add_found_rows_f32(float *out, const float *from, const void *places, size_t place_bytes, size_t place_stride, size_t rows, size_t width, float weight);
/// out[places[row * place_stride]] += weight * from [rows, width]
void clippo_add_to_found_rows_f32(float *out, const float *from, const void *places, size_t place_bytes, size_t place_stride, size_t rows, size_t width, float weight);

// ---- AdamW, one pass (Loshchilov & Hutter 2019) ----
/// g is scaled by gradient_scale (clipping) first. decay is the whole decoupled step factor: parameter -= decay * parameter.
/// step_size = learning rate, correction1 = 1 - beta1^t, correction2 = 1 - beta2^t.
void clippo_adamw_f32(float *parameter, float *first, float *second, const float *gradient, size_t count, float gradient_scale, float step_size, float beta1, float beta2, float epsilon, float decay, float correction1, float correction2);

// ---- Adafactor, as big_vision configures it (Shazeer & Stern 2018; Zhai et al. 2022) ----
/// What one step of Adafactor needs besides the arrays.
typedef struct {
  /// The gradient is multiplied by this first (clipping).
  float gradient_scale;
  /// Decay of the second moments at this step.
  float second_decay;
  /// Decay of the momentum; the new direction enters with 1 - `momentum_decay_exact`, which is not rounded to bf16.
  float momentum_decay;
  float momentum_decay_exact;
  /// Added to the squared gradient.
  float epsilon;
  /// parameter -= step_size * momentum + decay * parameter
  float step_size;
  float decay;
} clippo_adafactor_step;
/// One step with the second moment in full: `second` like `parameter`, [count].
void clippo_adafactor_full_f32(float *parameter, float *second, clippo_bf16 *momentum, const float *gradient, size_t count, clippo_adafactor_step step);
/// One step with the second moment as the product of two means. `parameter`, `momentum` and `gradient` are
/// [outer, first, middle, second, inner]; `without_first` [outer, middle, second, inner] and `without_second`
/// [outer, first, middle, inner] are the running means of the squared gradient over the axis that they lack.
/// `first_is_larger`: the axis `first` is the one that the row mean runs over (the larger of the two; the later one
/// when equal), which decides what is divided by its own mean. scratch: floats as many as both means together.
void clippo_adafactor_factored_f32(float *parameter, float *without_first, float *without_second, clippo_bf16 *momentum, const float *gradient, size_t outer, size_t first, size_t middle, size_t second, size_t inner, int first_is_larger, clippo_adafactor_step step, float *scratch);

/// Both in double, `momentum` too.
void clippo_reference_adafactor_full(double *parameter, double *second, double *momentum, const double *gradient, size_t count, clippo_adafactor_step step);
void clippo_reference_adafactor_factored(double *parameter, double *without_first, double *without_second, double *momentum, const double *gradient, size_t outer, size_t first, size_t middle, size_t second, size_t inner, int first_is_larger, clippo_adafactor_step step);

#include "clippo_search.h"
#include "clippo_levels.h"
#include "clippo_reference.h"
// clang-format on
#endif
