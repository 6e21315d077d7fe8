// ICU renames its functions by macro (ubrk_open is ubrk_open_72), which Swift cannot see: each is wrapped once here.
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

static inline int32_t clippo_icu_bidi_class(int32_t c) { return u_charDirection(c); }
static inline int32_t clippo_icu_general_category(int32_t c) { return u_charType(c); }
static inline uint8_t clippo_icu_combining_class(int32_t c) { return u_getCombiningClass(c); }
static inline int32_t clippo_icu_property(int32_t c, int32_t property) { return u_getIntPropertyValue(c, (UProperty)property); }
static inline int32_t clippo_icu_paired_bracket(int32_t c) { return u_getBidiPairedBracket(c); }
static inline int32_t clippo_icu_lower(int32_t c) { return u_tolower(c); }

static inline int32_t clippo_icu_script(int32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(c, &status);
}
/// Scripts that use `c` (Unicode's Script_Extensions); returns how many were written, at most `capacity`.
static inline int32_t clippo_icu_script_extensions(int32_t c, UScriptCode *scripts, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t count = uscript_getScriptExtensions(c, scripts, capacity, &status);
  return U_FAILURE(status) ? 0 : count;
}
/// Four-letter ISO 15924 code, or NULL.
static inline const char *clippo_icu_script_name(int32_t script) { return uscript_getShortName((UScriptCode)script); }
/// Code of a four-letter name, or -1.
static inline int32_t clippo_icu_script_code(const char *name) { return u_getPropertyValueEnum(UCHAR_SCRIPT, name); }

static inline const UNormalizer2 *clippo_icu_nfc(void) {
  UErrorCode status = U_ZERO_ERROR;
  return unorm2_getNFCInstance(&status);
}
static inline const UNormalizer2 *clippo_icu_nfd(void) {
  UErrorCode status = U_ZERO_ERROR;
  return unorm2_getNFDInstance(&status);
}
static inline const UNormalizer2 *clippo_icu_nfkc(void) {
  UErrorCode status = U_ZERO_ERROR;
  return unorm2_getNFKCInstance(&status);
}
static inline int clippo_icu_is_normalized(const UNormalizer2 *nfc, const uint16_t *text, int32_t length) {
  UErrorCode status = U_ZERO_ERROR;
  return unorm2_isNormalized(nfc, (const UChar *)text, length, &status) && U_SUCCESS(status);
}
static inline int clippo_icu_boundary_before(const UNormalizer2 *nfc, int32_t c) { return unorm2_hasBoundaryBefore(nfc, c); }
/// Length of the normal form, or -1 where it does not fit.
static inline int32_t clippo_icu_normalize(const UNormalizer2 *nfc, const uint16_t *text, int32_t length, uint16_t *out, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t count = unorm2_normalize(nfc, (const UChar *)text, length, (UChar *)out, capacity, &status);
  return U_FAILURE(status) ? -1 : count;
}

/// Length of the text in upper case by the rules of a locale such as `tr`, or -1 where it does not fit.
static inline int32_t clippo_icu_upper_text(const uint16_t *text, int32_t length, const char *locale, uint16_t *out, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t count = u_strToUpper((UChar *)out, capacity, (const UChar *)text, length, locale, &status);
  return U_FAILURE(status) ? -1 : count;
}
/// Length of the text in lower case by the rules of a locale such as `tr`, or -1 where it does not fit.
static inline int32_t clippo_icu_lower_text(const uint16_t *text, int32_t length, const char *locale, uint16_t *out, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t count = u_strToLower((UChar *)out, capacity, (const UChar *)text, length, locale, &status);
  return U_FAILURE(status) ? -1 : count;
}

/// A transliterator of ICU's own, such as `Fullwidth-Halfwidth`, or NULL; the name is ASCII, at most 63 letters.
static inline UTransliterator *clippo_icu_open_transliterator(const char *name) {
  UErrorCode status = U_ZERO_ERROR;
  UChar identifier[64];
  u_uastrncpy(identifier, name, 63);
  identifier[63] = 0;
  UTransliterator *transliterator = utrans_openU(identifier, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
  return U_FAILURE(status) ? NULL : transliterator;
}
/// Changes `length` units of `text` in place; returns the new length, or -1 where it does not fit.
static inline int32_t clippo_icu_transliterate(const UTransliterator *transliterator, uint16_t *text, int32_t length, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t limit = length;
  utrans_transUChars(transliterator, (UChar *)text, &length, capacity, 0, &limit, &status);
  return U_FAILURE(status) || length > capacity ? -1 : length;
}
static inline void clippo_icu_close_transliterator(UTransliterator *transliterator) { utrans_close(transliterator); }

/// A line break iterator by the rules of a locale such as `zh`, "" for the root's (UAX #14 with ICU's dictionaries), or NULL.
static inline UBreakIterator *clippo_icu_line_breaker(const char *locale) {
  UErrorCode status = U_ZERO_ERROR;
  UBreakIterator *breaker = ubrk_open(UBRK_LINE, locale, NULL, 0, &status);
  return U_FAILURE(status) ? NULL : breaker;
}
/// A word break iterator by the rules of a locale, "" for the root's (UAX #29 with ICU's dictionaries), or NULL.
static inline UBreakIterator *clippo_icu_word_breaker(const char *locale) {
  UErrorCode status = U_ZERO_ERROR;
  UBreakIterator *breaker = ubrk_open(UBRK_WORD, locale, NULL, 0, &status);
  return U_FAILURE(status) ? NULL : breaker;
}
/// The locale whose rules an iterator follows, "root" for the root's, or NULL.
static inline const char *clippo_icu_breaker_locale(const UBreakIterator *breaker) {
  UErrorCode status = U_ZERO_ERROR;
  const char *locale = ubrk_getLocaleByType(breaker, ULOC_ACTUAL_LOCALE, &status);
  return U_FAILURE(status) ? NULL : locale;
}
static inline int clippo_icu_break_text(UBreakIterator *breaker, const uint16_t *text, int32_t length) {
  UErrorCode status = U_ZERO_ERROR;
  ubrk_setText(breaker, (const UChar *)text, length, &status);
  return U_SUCCESS(status);
}
/// The next boundary, or -1 after the last.
static inline int32_t clippo_icu_next_break(UBreakIterator *breaker) { return ubrk_next(breaker); }
/// 1 where the boundary just returned must be taken.
static inline int clippo_icu_break_is_hard(UBreakIterator *breaker) { return ubrk_getRuleStatus(breaker) >= UBRK_LINE_HARD; }
/// 1 where what ends at the boundary that a word break iterator just returned has letters, digits or ideographs.
static inline int clippo_icu_is_word(UBreakIterator *breaker) { return ubrk_getRuleStatus(breaker) >= UBRK_WORD_NUMBER; }
static inline void clippo_icu_close_breaker(UBreakIterator *breaker) { ubrk_close(breaker); }
static inline const char *clippo_icu_version(void) { return U_ICU_VERSION; }
