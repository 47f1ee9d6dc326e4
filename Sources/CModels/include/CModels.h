/* Models as bytes of the executable, as they lie in this folder: constant, for as long as the process lives. No logic. */
#ifndef CMODELS_H
#define CMODELS_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    const uint8_t *bytes;
    size_t count;
} cmodel;

/* What `make train-language` wrote: see Analysis/Language/LanguageModelCoding.swift. */
cmodel cmodels_language(void);

/* What `make train-topics` wrote: see Analysis/Topics/TopicModel.swift. */
cmodel cmodels_topics(void);

/* Has what lies here brought near, for it is read soon. */
static inline void cmodels_prefetch(const void *bytes) { __builtin_prefetch(bytes); }

#endif
