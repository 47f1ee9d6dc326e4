#include "CModels.h"

static const uint8_t language[] = {
#embed "language.bin"
};

cmodel cmodels_language(void)
{
    return (cmodel){ language, sizeof language };
}
