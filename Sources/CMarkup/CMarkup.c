#include "CMarkup.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const cmarkup_events *events;
    void *context;
    htmlParserCtxtPtr parser;
    bool stopped;
} listener;

static void go_on(listener *self, bool wanted)
{
    if (wanted || self->stopped)
        return;
    self->stopped = true;
    xmlStopParser(self->parser);
}

static void opened(void *user, const xmlChar *name, const xmlChar **attributes)
{
    listener *self = user;
    if (!self->stopped)
        go_on(self, self->events->open(self->context, (const char *)name, (const char *const *)attributes));
}

static void closed(void *user, const xmlChar *name)
{
    listener *self = user;
    if (!self->stopped)
        go_on(self, self->events->close(self->context, (const char *)name));
}

static void characters(void *user, const xmlChar *bytes, int count)
{
    listener *self = user;
    if (!self->stopped && count > 0)
        go_on(self, self->events->text(self->context, bytes, (size_t)count));
}

static void mistaken(void *user, const char *message, ...)
{
    (void)message;
    listener *self = user;
    if (!self->stopped)
        go_on(self, self->events->mistake(self->context));
}

/* As everything else in the process: without memory libxml2 would go on with half a document, and not tell. */
static void *sure(void *memory, size_t size)
{
    if (memory == NULL && size > 0) {
        fputs("libxml2 failed to allocate memory\n", stderr);
        abort();
    }
    return memory;
}

static void *allocate(size_t size)
{
    return sure(malloc(size), size);
}

static void *reallocate(void *memory, size_t size)
{
    return sure(realloc(memory, size), size);
}

static char *duplicate(const char *string)
{
    return sure(strdup(string), 1);
}

void cmarkup_prepare(void)
{
    xmlMemSetup(free, allocate, reallocate, duplicate);
    xmlInitParser();
}

bool cmarkup_parse(const uint8_t *bytes, size_t count, const cmarkup_events *events, void *context)
{
    if (count == 0)
        return true;
    if (count > INT_MAX)
        return false;
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt((const char *)bytes, (int)count);
    if (parser == NULL)
        return false;

    /* The bytes are UTF-8 whatever the document says of itself. */
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC | HTML_PARSE_NOWARNING);
    parser->charset = XML_CHAR_ENCODING_UTF8;

    listener self = { .events = events, .context = context, .parser = parser };
    xmlSAXHandler handler = {
        .startElement = opened,
        .endElement = closed,
        .characters = characters,
        .ignorableWhitespace = characters,
        .error = mistaken,
    };
    xmlSAXHandlerPtr own = parser->sax;
    parser->sax = &handler;
    parser->userData = &self;
    htmlParseDocument(parser);
    parser->sax = own;
    htmlFreeParserCtxt(parser);
    return true;
}
