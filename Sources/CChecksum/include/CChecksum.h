/* Pages with checksums: a layer between SQLite and the system's files (sqlite.org/vfs.html). */
#ifndef CCHECKSUM_H
#define CCHECKSUM_H

/*
 * Makes the layer SQLite's default for every database that is opened from now on; SQLITE_OK, or SQLite's refusal.
 *
 * A database that reserves 8 bytes a page (SQLITE_FCNTL_RESERVE_BYTES) gets there the XXH3-64 of the rest of the page
 * whenever a page is written to it, and a page that is read and does not fit is SQLITE_IOERR_DATA. All other databases
 * are as they were. A page of nothing but zeros is one that was never written. The write-ahead log has checksums of
 * its own, which SQLite looks at when it recovers it.
 */
int cchecksum_install(void);

/* Whether a page of so many bytes, read past the layer, fits its sum; never where there is no room for one. */
int cchecksum_is_sound(const unsigned char *page, int count);

/* Gives a page of so many bytes its sum, as if it had been written through the layer. */
void cchecksum_stamp(unsigned char *page, int count);

#endif
