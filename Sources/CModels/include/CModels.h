/* Models as bytes of the executable. No logic. */
#ifndef CMODELS_H
#define CMODELS_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    const uint8_t *bytes;
    size_t count;
} cmodels_model;

/* What `make train-language` wrote: see LanguageModelCoding.swift. */
cmodels_model cmodels_language(void);

#endif
