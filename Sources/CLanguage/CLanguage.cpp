#include "CLanguage.h"

#include <climits>
#include <cstdio>
#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

clanguage_guess clanguage_detect(const uint8_t *bytes, size_t count, const char *hint)
{
    CLD2::CLDHints hints = { hint, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE };
    CLD2::Language languages[3];
    int percents[3];
    double scores[3];
    int looked_at = 0;
    bool is_reliable = false;
    int length = count > INT_MAX ? INT_MAX : static_cast<int>(count);
    CLD2::ExtDetectLanguageSummary(reinterpret_cast<const char *>(bytes), length, true, &hints, 0, languages, percents,
                                   scores, nullptr, &looked_at, &is_reliable);
    return { CLD2::LanguageCode(languages[0]), is_reliable, percents[0], looked_at };
}
