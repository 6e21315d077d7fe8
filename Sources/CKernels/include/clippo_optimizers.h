// Loops of the optimisers that need more than one pass. Every function works on one parameter and starts no thread.
#ifndef CLIPPO_OPTIMIZERS_H
#define CLIPPO_OPTIMIZERS_H
#include <stddef.h>
#include "clippo_numeric.h"

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
void clippo_adafactor_full_f32(float *_Nonnull parameter, float *_Nonnull second, clippo_bf16 *_Nonnull momentum, const float *_Nonnull gradient, size_t count, clippo_adafactor_step step);

/// One step with the second moment as the product of two means. `parameter`, `momentum` and `gradient` are
/// [outer, first, middle, second, inner]; `without_first` [outer, middle, second, inner] and `without_second`
/// [outer, first, middle, inner] are the running means of the squared gradient over the axis that they lack.
/// `first_is_larger`: the axis `first` is the one that the row mean runs over (the larger of the two; the later one
/// when equal), which decides what is divided by its own mean. scratch: floats as many as both means together.
void clippo_adafactor_factored_f32(float *_Nonnull parameter, float *_Nonnull without_first, float *_Nonnull without_second, clippo_bf16 *_Nonnull momentum, const float *_Nonnull gradient, size_t outer, size_t first, size_t middle, size_t second, size_t inner, int first_is_larger, clippo_adafactor_step step, float *_Nonnull scratch);
#endif
