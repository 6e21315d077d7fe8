// The instructions of AVX-512 that the loops name, in plain C. Written from the descriptions of the instructions' results in
// Intel's manual; where a result is only bounded there (an estimate), this one uses up its bound.
#ifndef CLIPPO_EMULATION_AVX512_H
#define CLIPPO_EMULATION_AVX512_H
#include <immintrin.h>
#include <stdint.h>

#define FEATURES target("avx2,fma,bmi2")
#define EMULATED static inline __attribute__((always_inline, unused, FEATURES))
#pragma clang diagnostic ignored "-Wpsabi"  // Vectors are passed between inlined functions only.

typedef float lanes_f32 __attribute__((ext_vector_type(16)));
typedef int32_t lanes_i32 __attribute__((ext_vector_type(16)));
typedef uint32_t lanes_u32 __attribute__((ext_vector_type(16)));
typedef int64_t lanes_i64 __attribute__((ext_vector_type(8)));
typedef uint16_t lanes_u16 __attribute__((ext_vector_type(32)));
typedef uint16_t half_lanes_u16 __attribute__((ext_vector_type(16)));

// ---- loads and stores ----

EMULATED __m512i emulated_loadu_si512(const void *x) {
  __m512i value;
  __builtin_memcpy(&value, x, sizeof value);
  return value;
}

EMULATED __m512 emulated_maskz_loadu_ps(uint16_t mask, const float *x) {
  lanes_f32 value = 0;
  for (int lane = 0; lane < 16; lane++)
    if (mask >> lane & 1) value[lane] = x[lane];
  return (__m512)value;
}

EMULATED void emulated_mask_storeu_ps(float *out, uint16_t mask, __m512 value) {
  for (int lane = 0; lane < 16; lane++)
    if (mask >> lane & 1) out[lane] = value[lane];
}

EMULATED __m256i emulated_maskz_loadu_epi16_256(uint16_t mask, const uint16_t *x) {
  half_lanes_u16 value = 0;
  for (int lane = 0; lane < 16; lane++)
    if (mask >> lane & 1) value[lane] = x[lane];
  return (__m256i)value;
}

EMULATED void emulated_mask_storeu_epi16_256(uint16_t *out, uint16_t mask, __m256i value) {
  const half_lanes_u16 lanes = (half_lanes_u16)value;
  for (int lane = 0; lane < 16; lane++)
    if (mask >> lane & 1) out[lane] = lanes[lane];
}

EMULATED __m512i emulated_maskz_loadu_epi16(uint32_t mask, const uint16_t *x) {
  lanes_u16 value = 0;
  for (int lane = 0; lane < 32; lane++)
    if (mask >> lane & 1) value[lane] = x[lane];
  return (__m512i)value;
}

// ---- arithmetic ----

/// 1 / x, cut off after fourteen bits: a relative error just below the 2^-14 that is promised.
EMULATED __m512 emulated_rcp14_ps(__m512 x) {
  const lanes_f32 whole = 1.0f / (lanes_f32)x;
  const lanes_u32 cut = (lanes_u32)whole & 0xfffffe00u;
  return (__m512)(whole == whole ? cut : (lanes_u32)whole);
}

/// x 2^floor(n), rounded once.
EMULATED __m512 emulated_scalef_ps(__m512 x, __m512 n) {
  lanes_f32 out;
  for (int lane = 0; lane < 16; lane++) {
    const float power = __builtin_floorf(n[lane]);
    const int whole = power != power ? 0 : power < -300 ? -300 : power > 300 ? 300 : (int)power;
    out[lane] = power != power ? power : (float)__builtin_ldexp((double)x[lane], whole);
  }
  return (__m512)out;
}

/// x - floor(x); 0 for an infinity.
EMULATED __m512 emulated_fraction_ps(__m512 x) {
  lanes_f32 out;
  for (int lane = 0; lane < 16; lane++)
    out[lane] = __builtin_isinf(x[lane]) ? 0.0f : x[lane] - __builtin_floorf(x[lane]);
  return (__m512)out;
}

/// A bit for each lane where x >= y; none for NaN.
EMULATED uint16_t emulated_at_least(__m512 x, __m512 y) {
  uint16_t bits = 0;
  for (int lane = 0; lane < 16; lane++) bits |= (uint16_t)((x[lane] >= y[lane]) << lane);
  return bits;
}

/// The second operand where either is NaN.
EMULATED __m512 emulated_max_ps(__m512 x, __m512 y) {
  const lanes_f32 a = (lanes_f32)x, b = (lanes_f32)y;
  return (__m512)(a > b ? a : b);
}

EMULATED __m512 emulated_abs_ps(__m512 x) { return (__m512)((lanes_u32)x & 0x7fffffffu); }

/// To the nearest, even where two are; the most negative number for what has no place.
EMULATED __m512i emulated_cvtps_epi32(__m512 x) {
  lanes_i32 out;
  for (int lane = 0; lane < 16; lane++) {
    const float whole = __builtin_rintf(x[lane]);
    out[lane] = whole >= -0x1p31f && whole < 0x1p31f ? (int32_t)whole : INT32_MIN;
  }
  return (__m512i)out;
}

EMULATED __m512 emulated_cvtepi32_ps(__m512i x) { return (__m512)__builtin_convertvector((lanes_i32)x, lanes_f32); }

/// To bytes, the nearest that there is.
EMULATED __m128i emulated_cvtsepi32_epi8(__m512i x) {
  int8_t bytes[16];
  const lanes_i32 lanes = (lanes_i32)x;
  for (int lane = 0; lane < 16; lane++)
    bytes[lane] = (int8_t)(lanes[lane] > 127 ? 127 : lanes[lane] < -128 ? -128 : lanes[lane]);
  __m128i out;
  __builtin_memcpy(&out, bytes, sizeof out);
  return out;
}

EMULATED __m512i emulated_sub_epi32(__m512i x, __m512i y) { return (__m512i)((lanes_u32)x - (lanes_u32)y); }
EMULATED __m512i emulated_xor_si512(__m512i x, __m512i y) { return (__m512i)((lanes_u32)x ^ (lanes_u32)y); }
EMULATED __m512i emulated_set1_epi32(int32_t x) { return (__m512i)(lanes_i32)x; }
EMULATED __m512i emulated_set1_epi8(char x) { return (__m512i)(lanes_u32)(0x01010101u * (uint8_t)x); }
EMULATED __m512i emulated_setzero_si512(void) { return (__m512i)(lanes_u32)0u; }

// ---- places ----

/// The lower (0) or upper (4) four values of every eight of x and y, by turns.
EMULATED __m512i emulated_unpack_epi16(__m512i x, __m512i y, const int first) {
  const lanes_u16 a = (lanes_u16)x, b = (lanes_u16)y;
  lanes_u16 out;
  for (int i = 0; i < 32; i++) {
    const int from = i / 8 * 8 + first + i % 8 / 2;
    out[i] = i % 2 ? b[from] : a[from];
  }
  return (__m512i)out;
}

/// Two groups of four lanes of x, then two of y, chosen by two bits each.
EMULATED __m512i emulated_shuffle_i32x4(__m512i x, __m512i y, const int choice) {
  const lanes_i64 a = (lanes_i64)x, b = (lanes_i64)y;
  lanes_i64 out;
  for (int i = 0; i < 8; i++) {
    const int from = (choice >> (i / 2 * 2) & 3) * 2 + i % 2;
    out[i] = i < 4 ? a[from] : b[from];
  }
  return (__m512i)out;
}

/// Eight lanes of 64 bits out of the sixteen of x and y.
EMULATED __m512i emulated_permutex2var_epi64(__m512i x, __m512i places, __m512i y) {
  const lanes_i64 a = (lanes_i64)x, b = (lanes_i64)y, from = (lanes_i64)places;
  lanes_i64 out;
  for (int i = 0; i < 8; i++) out[i] = from[i] & 8 ? b[from[i] & 7] : a[from[i] & 7];
  return (__m512i)out;
}

// ---- VNNI ----

/// sum + the products of four bytes without sign of x and four with sign of y.
EMULATED __m512i emulated_dpbusd_epi32(__m512i sum, __m512i x, __m512i y) {
  const lanes_u32 a = (lanes_u32)x;
  const lanes_i32 b = (lanes_i32)y;
  lanes_i32 out = (lanes_i32)sum;
  for (int byte = 0; byte < 4; byte++) out += (lanes_i32)(a >> (8 * byte) & 0xffu) * ((b << (24 - 8 * byte)) >> 24);
  return (__m512i)out;
}

#include "bf16.h"
#include "avx512_names.h"
#endif
