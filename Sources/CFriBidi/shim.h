#include <fribidi.h>
#include <unicode/uchar.h>

/// FriBidi's name for ICU's bidi class; FriBidi's own tables stop at an older Unicode.
static inline uint32_t clippo_fribidi_class(int32_t icu_class) {
  switch (icu_class) {
    case U_LEFT_TO_RIGHT: return FRIBIDI_TYPE_LTR;
    case U_RIGHT_TO_LEFT: return FRIBIDI_TYPE_RTL;
    case U_RIGHT_TO_LEFT_ARABIC: return FRIBIDI_TYPE_AL;
    case U_EUROPEAN_NUMBER: return FRIBIDI_TYPE_EN;
    case U_EUROPEAN_NUMBER_SEPARATOR: return FRIBIDI_TYPE_ES;
    case U_EUROPEAN_NUMBER_TERMINATOR: return FRIBIDI_TYPE_ET;
    case U_ARABIC_NUMBER: return FRIBIDI_TYPE_AN;
    case U_COMMON_NUMBER_SEPARATOR: return FRIBIDI_TYPE_CS;
    case U_BLOCK_SEPARATOR: return FRIBIDI_TYPE_BS;
    case U_SEGMENT_SEPARATOR: return FRIBIDI_TYPE_SS;
    case U_WHITE_SPACE_NEUTRAL: return FRIBIDI_TYPE_WS;
    case U_LEFT_TO_RIGHT_EMBEDDING: return FRIBIDI_TYPE_LRE;
    case U_LEFT_TO_RIGHT_OVERRIDE: return FRIBIDI_TYPE_LRO;
    case U_RIGHT_TO_LEFT_EMBEDDING: return FRIBIDI_TYPE_RLE;
    case U_RIGHT_TO_LEFT_OVERRIDE: return FRIBIDI_TYPE_RLO;
    case U_POP_DIRECTIONAL_FORMAT: return FRIBIDI_TYPE_PDF;
    case U_DIR_NON_SPACING_MARK: return FRIBIDI_TYPE_NSM;
    case U_BOUNDARY_NEUTRAL: return FRIBIDI_TYPE_BN;
    case U_FIRST_STRONG_ISOLATE: return FRIBIDI_TYPE_FSI;
    case U_LEFT_TO_RIGHT_ISOLATE: return FRIBIDI_TYPE_LRI;
    case U_RIGHT_TO_LEFT_ISOLATE: return FRIBIDI_TYPE_RLI;
    case U_POP_DIRECTIONAL_ISOLATE: return FRIBIDI_TYPE_PDI;
    default: return FRIBIDI_TYPE_ON;
  }
}

static const uint32_t clippo_fribidi_bracket_open = FRIBIDI_BRACKET_OPEN_MASK;

/// Embedding levels of one paragraph; `base` is 0 left to right, 1 right to left, -1 from the first strong character, and
/// becomes the level used. Returns 0 where memory ran out.
static inline int clippo_fribidi_levels(int8_t *levels, int32_t *base, const uint32_t *classes, const uint32_t *brackets, int32_t count) {
  FriBidiParType direction = *base < 0 ? FRIBIDI_PAR_ON : *base == 0 ? FRIBIDI_PAR_LTR : FRIBIDI_PAR_RTL;
  FriBidiLevel highest = fribidi_get_par_embedding_levels_ex(classes, brackets, count, &direction, (FriBidiLevel *)levels);
  *base = FRIBIDI_IS_RTL(direction) ? 1 : 0;
  return highest != 0;
}
