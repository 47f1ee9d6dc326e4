/* The tolerant HTML parser of libxml2 as a stream of events; no tree. Its headers stay in the .c file: imported as a
   module they clash with Foundation's ICU. No logic. */
#ifndef CMARKUP_H
#define CMARKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Every call returns whether to go on. Names and values are UTF-8, ended by NUL; attributes are name, value, name,
   value ... NULL, or NULL when there are none; a value may be NULL. Text comes in pieces. */
typedef struct {
    bool (*open)(void *context, const char *name, const char *const *attributes);
    bool (*close)(void *context, const char *name);
    bool (*text)(void *context, const uint8_t *bytes, size_t count);
    /* A mistake in the markup. */
    bool (*mistake)(void *context);
} cmarkup_events;

/* Once per process, before the first parse; calling it again does no harm. */
void cmarkup_prepare(void);

/* Parses UTF-8 without NUL; at most INT_MAX bytes. False when there was no memory for a parser. */
bool cmarkup_parse(const uint8_t *bytes, size_t count, const cmarkup_events *events, void *context);

#endif
