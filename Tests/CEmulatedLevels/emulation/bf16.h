// The instructions of AVX-512 that know bf16, in plain C. They take subnormal numbers for zero and give zero for them.

EMULATED lanes_f32 emulated_flush(lanes_f32 x) {
  const lanes_u32 bits = (lanes_u32)x;
  return (lanes_f32)((bits & 0x7f800000u) == 0u ? bits & 0x80000000u : bits);
}

/// To the nearest, even where two are; a NaN becomes a quiet one.
EMULATED half_lanes_u16 emulated_cvtneps_pbh(__m512 x) {
  const lanes_f32 value = emulated_flush((lanes_f32)x);
  const lanes_u32 bits = (lanes_u32)value;
  const lanes_u32 rounded = (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16, quiet = bits >> 16 | 0x40u;
  return __builtin_convertvector(value == value ? rounded : quiet, half_lanes_u16);
}

/// sum + the products of two values of x and two of y, the upper ones first.
EMULATED __m512 emulated_dpbf16_ps(__m512 sum, lanes_u32 x, lanes_u32 y) {
  const lanes_f32 upper_x = (lanes_f32)(x & 0xffff0000u), upper_y = (lanes_f32)(y & 0xffff0000u);
  const lanes_f32 lower_x = (lanes_f32)(x << 16), lower_y = (lanes_f32)(y << 16);
  lanes_f32 out = emulated_flush((lanes_f32)sum);
  out = emulated_flush(__builtin_elementwise_fma(emulated_flush(upper_x), emulated_flush(upper_y), out));
  out = emulated_flush(__builtin_elementwise_fma(emulated_flush(lower_x), emulated_flush(lower_y), out));
  return (__m512)out;
}
