#define XXH_INLINE_ALL
#include <xxhash.h>

#include <sqlite3.h>
#include <string.h>

#include "CChecksum.h"

enum { SUM = 8, HEADER = 100, LARGEST = 65536 };

/* Behind it, in the same memory, stands the system's file. */
typedef struct {
    sqlite3_file base;
    int page; /* bytes; 0 when its pages have no sums */
    int unused;
} File;

#define BELOW(file) ((sqlite3_file *)((File *)(file) + 1))
#define CALL(file, method, ...) BELOW(file)->pMethods->method(BELOW(file), ##__VA_ARGS__)

/* The header's page size (bytes 16 and 17; 1 is 65536) and reserved bytes (20): sqlite.org/fileformat2.html 1.3. */
static void learn(File *file, const unsigned char *header)
{
    int size = header[16] << 8 | header[17];
    if (size == 1) size = LARGEST;
    int is_ours = memcmp(header, "SQLite format 3", 16) == 0 && header[20] == SUM && size >= 512
        && (size & (size - 1)) == 0;
    file->page = is_ours ? size : 0;
}

static int is_page(const File *file, int count, sqlite3_int64 offset)
{
    return file->page == count && count != 0 && offset % count == 0;
}

static XXH64_hash_t sum(const unsigned char *page, int count)
{
    return XXH3_64bits(page, (size_t)(count - SUM));
}

int cchecksum_is_sound(const unsigned char *page, int count)
{
    if (count <= SUM) return 0;
    XXH64_canonical_t kept;
    memcpy(&kept, page + count - SUM, SUM);
    if (XXH64_hashFromCanonical(&kept) == sum(page, count)) return 1;
    return page[0] == 0 && memcmp(page, page + 1, (size_t)(count - 1)) == 0;
}

void cchecksum_stamp(unsigned char *page, int count)
{
    XXH64_canonical_t made;
    XXH64_canonicalFromHash(&made, sum(page, count));
    memcpy(page + count - SUM, &made, SUM);
}

static int file_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset)
{
    int code = CALL(file, xRead, bytes, count, offset);
    if (code == SQLITE_OK && is_page((File *)file, count, offset) && !cchecksum_is_sound(bytes, count)) return SQLITE_IOERR_DATA;
    return code;
}

static int file_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset)
{
    if (offset == 0 && count >= HEADER) learn((File *)file, bytes);
    if (!is_page((File *)file, count, offset)) return CALL(file, xWrite, bytes, count, offset);
    unsigned char page[LARGEST];
    memcpy(page, bytes, (size_t)count);
    cchecksum_stamp(page, count);
    return CALL(file, xWrite, page, count, offset);
}

static int file_close(sqlite3_file *file) { return CALL(file, xClose); }
static int file_truncate(sqlite3_file *file, sqlite3_int64 size) { return CALL(file, xTruncate, size); }
static int file_sync(sqlite3_file *file, int flags) { return CALL(file, xSync, flags); }
static int file_size(sqlite3_file *file, sqlite3_int64 *size) { return CALL(file, xFileSize, size); }
static int file_lock(sqlite3_file *file, int level) { return CALL(file, xLock, level); }
static int file_unlock(sqlite3_file *file, int level) { return CALL(file, xUnlock, level); }
static int file_reserved(sqlite3_file *file, int *is_held) { return CALL(file, xCheckReservedLock, is_held); }
static int file_control(sqlite3_file *file, int what, void *value) { return CALL(file, xFileControl, what, value); }
static int file_sector(sqlite3_file *file) { return CALL(file, xSectorSize); }
static int file_device(sqlite3_file *file) { return CALL(file, xDeviceCharacteristics); }
static int file_shm_map(sqlite3_file *file, int region, int size, int grow, void volatile **memory)
{
    return CALL(file, xShmMap, region, size, grow, memory);
}
static int file_shm_lock(sqlite3_file *file, int first, int count, int flags)
{
    return CALL(file, xShmLock, first, count, flags);
}
static void file_shm_barrier(sqlite3_file *file) { CALL(file, xShmBarrier); }
static int file_shm_unmap(sqlite3_file *file, int remove) { return CALL(file, xShmUnmap, remove); }

/* Version 2: without xFetch, so that no page is read past us by mapping the file. */
static const sqlite3_io_methods methods = {
    .iVersion = 2, .xClose = file_close, .xRead = file_read, .xWrite = file_write, .xTruncate = file_truncate,
    .xSync = file_sync, .xFileSize = file_size, .xLock = file_lock, .xUnlock = file_unlock,
    .xCheckReservedLock = file_reserved, .xFileControl = file_control, .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_device, .xShmMap = file_shm_map, .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier, .xShmUnmap = file_shm_unmap,
};

#define PARENT(vfs) ((sqlite3_vfs *)(vfs)->pAppData)

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *given)
{
    if (!(flags & SQLITE_OPEN_MAIN_DB)) return PARENT(vfs)->xOpen(PARENT(vfs), name, file, flags, given);
    file->pMethods = NULL;
    ((File *)file)->page = 0;
    int code = PARENT(vfs)->xOpen(PARENT(vfs), name, BELOW(file), flags, given);
    if (code != SQLITE_OK) return code;
    file->pMethods = &methods;
    /* What cannot be read here SQLite is told when it reads it itself. */
    unsigned char header[HEADER];
    if (CALL(file, xRead, header, HEADER, 0) == SQLITE_OK) learn((File *)file, header);
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    return PARENT(vfs)->xDelete(PARENT(vfs), name, sync);
}
static int vfs_access(sqlite3_vfs *vfs, const char *name, int what, int *answer)
{
    return PARENT(vfs)->xAccess(PARENT(vfs), name, what, answer);
}
static int vfs_path(sqlite3_vfs *vfs, const char *name, int count, char *path)
{
    return PARENT(vfs)->xFullPathname(PARENT(vfs), name, count, path);
}
static int vfs_random(sqlite3_vfs *vfs, int count, char *bytes)
{
    return PARENT(vfs)->xRandomness(PARENT(vfs), count, bytes);
}
static int vfs_pause(sqlite3_vfs *vfs, int microseconds) { return PARENT(vfs)->xSleep(PARENT(vfs), microseconds); }
static int vfs_day(sqlite3_vfs *vfs, double *day) { return PARENT(vfs)->xCurrentTime(PARENT(vfs), day); }
static int vfs_error(sqlite3_vfs *vfs, int count, char *text)
{
    return PARENT(vfs)->xGetLastError(PARENT(vfs), count, text);
}
static int vfs_time(sqlite3_vfs *vfs, sqlite3_int64 *time)
{
    return PARENT(vfs)->xCurrentTimeInt64(PARENT(vfs), time);
}

/* Version 2, without loading of extensions and without replaceable system calls. */
static sqlite3_vfs layer = {
    .iVersion = 2, .zName = "checksum", .xOpen = vfs_open, .xDelete = vfs_delete, .xAccess = vfs_access,
    .xFullPathname = vfs_path, .xRandomness = vfs_random, .xSleep = vfs_pause, .xCurrentTime = vfs_day,
    .xGetLastError = vfs_error, .xCurrentTimeInt64 = vfs_time,
};

int cchecksum_install(void)
{
    sqlite3_vfs *system = sqlite3_vfs_find(NULL);
    if (system == NULL || system == &layer) return system == NULL ? SQLITE_ERROR : SQLITE_OK;
    layer.szOsFile = (int)sizeof(File) + system->szOsFile;
    layer.mxPathname = system->mxPathname;
    layer.pAppData = system;
    return sqlite3_vfs_register(&layer, 1);
}
