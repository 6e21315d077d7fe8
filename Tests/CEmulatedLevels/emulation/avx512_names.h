// From here on the names of the instructions mean their emulation. A name that is missing here does not compile for AVX2.
#undef _mm512_cmp_ps_mask
#undef _mm512_reduce_ps
#undef _mm512_shuffle_i32x4
#define _mm512_loadu_si512 emulated_loadu_si512
#define _mm512_maskz_loadu_ps emulated_maskz_loadu_ps
#define _mm512_mask_storeu_ps emulated_mask_storeu_ps
#define _mm256_maskz_loadu_epi16 emulated_maskz_loadu_epi16_256
#define _mm256_mask_storeu_epi16 emulated_mask_storeu_epi16_256
#define _mm512_maskz_loadu_epi16 emulated_maskz_loadu_epi16
#define _mm512_rcp14_ps emulated_rcp14_ps
#define _mm512_scalef_ps emulated_scalef_ps
#define _mm512_max_ps emulated_max_ps
#define _mm512_abs_ps emulated_abs_ps
#define _mm512_cvtps_epi32 emulated_cvtps_epi32
#define _mm512_cvtepi32_ps emulated_cvtepi32_ps
#define _mm512_cvtsepi32_epi8 emulated_cvtsepi32_epi8
#define _mm512_sub_epi32 emulated_sub_epi32
#define _mm512_xor_si512 emulated_xor_si512
#define _mm512_set1_epi32 emulated_set1_epi32
#define _mm512_set1_epi8 emulated_set1_epi8
#define _mm512_setzero_si512 emulated_setzero_si512
#define _mm512_unpacklo_epi16(x, y) emulated_unpack_epi16(x, y, 0)
#define _mm512_unpackhi_epi16(x, y) emulated_unpack_epi16(x, y, 4)
#define _mm512_shuffle_i32x4 emulated_shuffle_i32x4
#define _mm512_permutex2var_epi64 emulated_permutex2var_epi64
#define _mm512_dpbusd_epi32 emulated_dpbusd_epi32
#define _mm512_cvtneps_pbh emulated_cvtneps_pbh
#define _mm512_dpbf16_ps(sum, x, y) emulated_dpbf16_ps(sum, (lanes_u32)(x), (lanes_u32)(y))
// The one comparison and the one rounding that the loops ask for; another does not compile.
#define _mm512_cmp_ps_mask(x, y, how) \
  ((void)sizeof(char[(how) == _CMP_GE_OQ ? 1 : -1]), emulated_at_least(x, y))
#define _mm512_reduce_ps(x, how) \
  ((void)sizeof(char[(how) == _MM_FROUND_TO_NEG_INF ? 1 : -1]), emulated_fraction_ps(x))
