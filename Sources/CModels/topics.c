#include "CModels.h"

static const uint8_t topics[] = {
#embed "topics.bin"
};

cmodel cmodels_topics(void)
{
    return (cmodel){ topics, sizeof topics };
}
