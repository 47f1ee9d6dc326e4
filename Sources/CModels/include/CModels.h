#pragma once

#include <stddef.h>
#include <stdint.h>

/// Models that are linked in as they lie in this folder. The bytes are constant and live as long as the process.
typedef struct {
    const uint8_t *bytes;
    size_t count;
} cmodel;

/// The words that tell the topic of a text; Analysis/Topics/TopicModel.swift reads it.
cmodel cmodels_topics(void);
