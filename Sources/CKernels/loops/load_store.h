// Loads and stores that take the element type and the number of live lanes from their arguments. Called with the
// constant LANES they are one or two instructions; with less they touch only what is asked for.

INLINE floats from_bf16(halves x) { return (floats)(__builtin_convertvector(x, words) << 16); }

/// Rounds to nearest even; a NaN stays a NaN. The AVX-512 instruction takes subnormal floats for zero.
INLINE halves to_bf16(floats x) {
#if defined(HAS_BF16)
  return (halves)_mm512_cvtneps_pbh((__m512)x);
#else
  words bits = (words)x;
  words rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
  words quiet = (bits >> 16) | 0x40u;
  return __builtin_convertvector(x == x ? rounded : quiet, halves);
#endif
}

#if defined(HAS_AVX512)
INLINE uint16_t live_lanes(size_t n) { return (uint16_t)_bzhi_u32(0xffff, (uint32_t)n); }
#endif

OVERLOAD floats load(const float *x, size_t n) {
  floats value = 0;
  if (n == LANES) {
    __builtin_memcpy(&value, x, sizeof value);
    return value;
  }
#if defined(HAS_AVX512)
  return (floats)_mm512_maskz_loadu_ps(live_lanes(n), x);
#else
  for (size_t lane = 0; lane < LANES; lane++)
    if (lane < n) value[lane] = x[lane];
  return value;
#endif
}

INLINE halves load_halves(const uint16_t *x, size_t n) {
  halves value = 0;
  if (n == LANES) {
    __builtin_memcpy(&value, x, sizeof value);
    return value;
  }
#if defined(HAS_AVX512)
  return (halves)_mm256_maskz_loadu_epi16(live_lanes(n), x);
#else
  for (size_t lane = 0; lane < LANES; lane++)
    if (lane < n) value[lane] = x[lane];
  return value;
#endif
}

OVERLOAD floats load(const clippo_bf16 *x, size_t n) { return from_bf16(load_halves(x, n)); }

OVERLOAD floats load(const uint8_t *x, size_t n) {
  bytes value = 0;
  if (n == LANES) {
    __builtin_memcpy(&value, x, sizeof value);
  } else {
    for (size_t lane = 0; lane < LANES; lane++)
      if (lane < n) value[lane] = x[lane];
  }
  return __builtin_convertvector(__builtin_convertvector(value, ints), floats);
}

OVERLOAD void store(float *out, floats value, size_t n) {
  if (n == LANES) {
    __builtin_memcpy(out, &value, sizeof value);
    return;
  }
#if defined(HAS_AVX512)
  _mm512_mask_storeu_ps(out, live_lanes(n), (__m512)value);
#else
  for (size_t lane = 0; lane < LANES; lane++)
    if (lane < n) out[lane] = value[lane];
#endif
}

INLINE void store_halves(uint16_t *out, halves value, size_t n) {
  if (n == LANES) {
    __builtin_memcpy(out, &value, sizeof value);
    return;
  }
#if defined(HAS_AVX512)
  _mm256_mask_storeu_epi16(out, live_lanes(n), (__m256i)value);
#else
  for (size_t lane = 0; lane < LANES; lane++)
    if (lane < n) out[lane] = value[lane];
#endif
}

OVERLOAD void store(clippo_bf16 *out, floats value, size_t n) { store_halves(out, to_bf16(value), n); }
