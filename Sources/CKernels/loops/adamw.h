// One optimizer step over one stretch of parameters.

static void adamw_f32(float *restrict parameter, float *restrict first, float *restrict second,
                      const float *restrict gradient, size_t count, float gradient_scale, float step_size, float beta1,
                      float beta2, float epsilon, float decay, float correction1, float correction2) {
  // step_size * (m / correction1) / (sqrt(v / correction2) + epsilon), with both corrections moved out of the loop.
  const float root = __builtin_sqrtf(correction2);
  const float step = step_size * root / correction1;
  const float floor = epsilon * root;
  EACH_BLOCK(count, {
    floats g = load(gradient + i, n) * gradient_scale;
    floats m = load(first + i, n) * beta1 + g * (1.0f - beta1);
    floats v = load(second + i, n) * beta2 + g * g * (1.0f - beta2);
    floats p = load(parameter + i, n);
    p = p - p * decay;
    p = p - m * step / (__builtin_elementwise_sqrt(v) + floor);
    store(first + i, m, n);
    store(second + i, v, n);
    store(parameter + i, p, n);
  });
}
