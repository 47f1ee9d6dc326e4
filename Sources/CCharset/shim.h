/* libuchardet guesses a charset; iconv(3) of the C library converts. */
#include <iconv.h>
#include <uchardet.h>
