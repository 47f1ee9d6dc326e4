/* XXH3 of the xxHash library (BSD-2-Clause), compiled in from its header. No logic. */
#ifndef CHASH_H
#define CHASH_H

#include <stddef.h>
#include <stdint.h>

typedef struct { uint64_t low, high; } chash_128;

chash_128 chash_xxh3_128(const void *bytes, size_t count);

#endif
