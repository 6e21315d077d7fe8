// Vectors of LANES floats and what is done with one of them.

#define INLINE static inline __attribute__((always_inline))
#define OVERLOAD static inline __attribute__((always_inline, overloadable))

typedef float floats __attribute__((ext_vector_type(LANES)));
typedef int32_t ints __attribute__((ext_vector_type(LANES)));
typedef uint32_t words __attribute__((ext_vector_type(LANES)));
typedef uint16_t halves __attribute__((ext_vector_type(LANES)));
typedef uint8_t bytes __attribute__((ext_vector_type(LANES)));
typedef double doubles __attribute__((ext_vector_type(LANES)));

/// Runs the statement for every block of LANES elements and once more for the rest; `i` is the position, `n` the size.
#define EACH_BLOCK(count, ...)                         \
  do {                                                 \
    size_t i = 0;                                      \
    for (; i + LANES <= (size_t)(count); i += LANES) { \
      const size_t n = LANES;                          \
      __VA_ARGS__                                      \
    }                                                  \
    if (i < (size_t)(count)) {                         \
      const size_t n = (size_t)(count) - i;            \
      __VA_ARGS__                                      \
    }                                                  \
  } while (0)

INLINE size_t round_up(size_t count, size_t multiple) { return (count + multiple - 1) / multiple * multiple; }

INLINE size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

/// A comparison is false for NaN, which then comes from the first operand.
INLINE floats larger_of(floats a, floats b) { return a < b ? b : a; }

INLINE floats smaller_of(floats a, floats b) { return a > b ? b : a; }

/// a * b + c, rounded once where the processor can.
INLINE floats multiply_add(floats a, floats b, floats c) {
#if defined(HAS_FMA)
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

/// 1 / x for 1e-37 ≤ |x| ≤ 1e37, to the last bit but one.
INLINE floats reciprocal(floats x) {
#if defined(HAS_AVX512)
  // One Newton step doubles the fourteen bits of the estimate. A division would hold up the multiplier twice as long.
  floats estimate = (floats)_mm512_rcp14_ps((__m512)x);
  return estimate * (2.0f - x * estimate);
#else
  return 1.0f / x;
#endif
}

/// 1 / x to at least thirteen bits, enough for a result that is rounded to bf16.
INLINE floats rough_reciprocal(floats x) {
#if defined(HAS_AVX512)
  return (floats)_mm512_rcp14_ps((__m512)x);
#else
  return 1.0f / x;
#endif
}

/// 0, 1, 2, …
INLINE ints lane_numbers(void) {
#if LANES == 16
  return (ints){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
#elif LANES == 8
  return (ints){0, 1, 2, 3, 4, 5, 6, 7};
#else
  return (ints){0, 1, 2, 3};
#endif
}

/// The first `n` lanes of x, `rest` in the others.
INLINE floats first_lanes(floats x, size_t n, float rest) { return lane_numbers() < (int32_t)n ? x : (floats)rest; }

// ---- across lanes, in a fixed order ----

INLINE float sum_of(floats x) {
#if LANES == 16
  __typeof__(x.lo) eight = x.lo + x.hi;
  __typeof__(eight.lo) four = eight.lo + eight.hi;
#elif LANES == 8
  __typeof__(x.lo) four = x.lo + x.hi;
#else
  floats four = x;
#endif
  return (four[0] + four[2]) + (four[1] + four[3]);
}

INLINE double sum_of_doubles(doubles x) {
#if LANES == 16
  __typeof__(x.lo) eight = x.lo + x.hi;
  __typeof__(eight.lo) four = eight.lo + eight.hi;
#elif LANES == 8
  __typeof__(x.lo) four = x.lo + x.hi;
#else
  doubles four = x;
#endif
  return (four[0] + four[2]) + (four[1] + four[3]);
}

INLINE float largest_of(floats x) {
#if LANES == 16
  __typeof__(x.lo) eight = x.lo < x.hi ? x.hi : x.lo;
  __typeof__(eight.lo) four = eight.lo < eight.hi ? eight.hi : eight.lo;
#elif LANES == 8
  __typeof__(x.lo) four = x.lo < x.hi ? x.hi : x.lo;
#else
  floats four = x;
#endif
  __typeof__(four.lo) two = four.lo < four.hi ? four.hi : four.lo;
  return two[0] < two[1] ? two[1] : two[0];
}
