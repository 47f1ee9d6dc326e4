#include "CModels.h"

static const uint8_t language[] = {
#embed "language.bin"
};

cmodels_model cmodels_language(void)
{
    return (cmodels_model){ language, sizeof language };
}
