/* CLD2 (Compact Language Detector 2, Apache-2.0) behind a C door. No logic. */
#ifndef CLANGUAGE_H
#define CLANGUAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    /* CLD2's own code, a static string: "en", "iw", "zh-Hant", "un" when unknown. */
    const char *code;
    bool is_reliable;
    /* Of the text, in percent, that this language has. */
    int percent;
    /* How many bytes of letters were looked at. */
    int bytes;
} clanguage_guess;

/* The main language of UTF-8 plain text. The hint is a list of BCP 47 tags as in Content-Language, or NULL. */
clanguage_guess clanguage_detect(const uint8_t *bytes, size_t count, const char *hint);

#ifdef __cplusplus
}
#endif

#endif
