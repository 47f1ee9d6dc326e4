#define XXH_INLINE_ALL
#include <xxhash.h>

#include "CHash.h"

chash_128 chash_xxh3_128(const void *bytes, size_t count)
{
    XXH128_hash_t hash = XXH3_128bits(bytes, count);
    return (chash_128){ hash.low64, hash.high64 };
}
