/* Fails the Nth system call of one kind, or ends the program at it, in a program that knows nothing of it; loaded before
   the program by LD_PRELOAD.

   What fails is told by a file that both sides share (CORPUSD_FAULTS names it): nine numbers of 64 bits, see `control`.
   Only calls about paths below two folders count, CORPUSD_FAULTS_CORPUS and CORPUSD_FAULTS_STATE, so that neither the
   program's own libraries nor its socket are hit. The same file moves the wall clock. A process that is started as
   `... worker` is left alone: it inherits the environment, but it is not the one that is tested. */

#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum kind { KIND_OPEN = 1, KIND_READ = 2, KIND_STAT = 4, KIND_WATCH = 8, KIND_LIST = 16, KIND_WRITE = 32 };
enum scope { SCOPE_CORPUS = 1, SCOPE_STATE = 2 };

/* Written by the test, but for the two counters. */
struct control {
    int64_t kinds;   /* a sum of `kind`; 0 is none, and is written last */
    int64_t nth;     /* the first call that fails, counted from 1 */
    int64_t forever; /* 0: that one alone; 1: from then on */
    int64_t error;   /* errno; below 0 a signal that ends the program before the call is made */
    int64_t scopes;  /* a sum of `scope` */
    int64_t calls;   /* counted here: calls that could have failed */
    int64_t failed;  /* counted here: calls that did */
    int64_t shift;   /* nanoseconds that the wall clock is ahead */
    int64_t ready;   /* 1 once a process has mapped the file */
};

static struct control *control;
static const char *folders[2];

/* The next definition of the function that is being replaced here. */
#define NEXT(name) \
    static __typeof__(&name) next; \
    if (!next) \
        next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static int plain_open(const char *path, int flags)
{
    NEXT(open);
    return next(path, flags | O_CLOEXEC);
}

static bool is_worker(void)
{
    char line[4096];
    int number = plain_open("/proc/self/cmdline", O_RDONLY);
    if (number < 0)
        return false;
    ssize_t count = syscall(SYS_read, number, line, sizeof line - 1);
    close(number);
    if (count <= 0)
        return false;
    line[count] = 0;
    char *second = line + strlen(line) + 1;
    return second < line + count && strcmp(second, "worker") == 0;
}

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("CORPUSD_FAULTS");
    folders[0] = getenv("CORPUSD_FAULTS_CORPUS");
    folders[1] = getenv("CORPUSD_FAULTS_STATE");
    if (!path || !folders[0] || !folders[1] || is_worker())
        return;
    int number = plain_open(path, O_RDWR);
    if (number < 0)
        return;
    void *shared = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, number, 0);
    close(number);
    if (shared == MAP_FAILED)
        return;
    control = shared;
    control->ready = 1;
}

static bool is_below(const char *path, const char *folder)
{
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == 0 || path[length] == '/');
}

static int scope_of(const char *path)
{
    if (is_below(path, folders[0]))
        return SCOPE_CORPUS;
    if (is_below(path, folders[1]))
        return SCOPE_STATE;
    /* Hints about the corpus. */
    return strstr(path, "inotify") ? SCOPE_CORPUS : 0;
}

static int scope_of_link(const char *link)
{
    char target[4200];
    ssize_t count = syscall(SYS_readlinkat, AT_FDCWD, link, target, sizeof target - 1);
    if (count <= 0)
        return 0;
    target[count] = 0;
    return scope_of(target);
}

static int scope_of_descriptor(int number)
{
    char link[40] = "/proc/self/fd/";
    char digits[12];
    int count = 0;
    if (number < 0)
        return 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while (number /= 10);
    char *end = link + strlen(link);
    while (count)
        *end++ = digits[--count];
    *end = 0;
    return scope_of_link(link);
}

static int scope_at(int folder, const char *path)
{
    if (path && strncmp(path, "/proc/self/fd/", 14) == 0)
        return scope_of_link(path);
    if (path && path[0] == '/')
        return scope_of(path);
    return folder == AT_FDCWD ? 0 : scope_of_descriptor(folder);
}

static bool is_wanted(enum kind kind) { return control && (__atomic_load_n(&control->kinds, __ATOMIC_ACQUIRE) & kind); }

/* Whether this call is the one; `errno` is set then. */
static bool fails(int scope)
{
    if (!(control->scopes & scope))
        return false;
    int64_t call = __atomic_add_fetch(&control->calls, 1, __ATOMIC_ACQ_REL);
    if (control->forever ? call < control->nth : call != control->nth)
        return false;
    __atomic_add_fetch(&control->failed, 1, __ATOMIC_ACQ_REL);
    if (control->error < 0)
        kill(getpid(), -(int)control->error);
    errno = (int)control->error;
    return true;
}

/* Looking up whose call it is must not change `errno` for a call that goes through. */
static bool fails_at(enum kind kind, int folder, const char *path)
{
    int before = errno;
    bool answer = is_wanted(kind) && fails(scope_at(folder, path));
    if (!answer)
        errno = before;
    return answer;
}

static bool fails_on(enum kind kind, int number)
{
    int before = errno;
    bool answer = is_wanted(kind) && fails(scope_of_descriptor(number));
    if (!answer)
        errno = before;
    return answer;
}

static mode_t mode_of(int flags, va_list rest)
{
    return flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(rest, mode_t) : 0;
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) \
    { \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = mode_of(flags, rest); \
        va_end(rest); \
        NEXT(name); \
        return fails_at(KIND_OPEN, AT_FDCWD, path) ? -1 : next(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
    int name(int folder, const char *path, int flags, ...) \
    { \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = mode_of(flags, rest); \
        va_end(rest); \
        NEXT(name); \
        return fails_at(KIND_OPEN, folder, path) ? -1 : next(folder, path, flags, mode); \
    }
OPENAT(openat)
OPENAT(openat64)

/* openat2(2) and getdents64(2) are called by their numbers. */
long syscall(long number, ...)
{
    va_list rest;
    long a[6];
    va_start(rest, number);
    for (int index = 0; index < 6; index++)
        a[index] = va_arg(rest, long);
    va_end(rest);
    NEXT(syscall);
    if (number == SYS_openat2 && fails_at(KIND_OPEN, (int)a[0], (const char *)a[1]))
        return -1;
    if (number == SYS_getdents64 && fails_on(KIND_LIST, (int)a[0]))
        return -1;
    return next(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

#define ON_DESCRIPTOR(kind, result, name, parameters, ...) \
    result name parameters \
    { \
        NEXT(name); \
        return fails_on(kind, number) ? -1 : next(__VA_ARGS__); \
    }
ON_DESCRIPTOR(KIND_READ, ssize_t, read, (int number, void *buffer, size_t size), number, buffer, size)
ON_DESCRIPTOR(KIND_READ, ssize_t, pread, (int number, void *buffer, size_t size, off_t at), number, buffer, size, at)
ON_DESCRIPTOR(KIND_READ, ssize_t, pread64, (int number, void *buffer, size_t size, off64_t at), number, buffer, size, at)
ON_DESCRIPTOR(KIND_LIST, ssize_t, getdents64, (int number, void *buffer, size_t size), number, buffer, size)
ON_DESCRIPTOR(KIND_WRITE, ssize_t, write, (int number, const void *bytes, size_t size), number, bytes, size)
ON_DESCRIPTOR(KIND_WRITE, ssize_t, pwrite, (int number, const void *bytes, size_t size, off_t at), number, bytes, size, at)
ON_DESCRIPTOR(KIND_WRITE, ssize_t, pwrite64, (int number, const void *bytes, size_t size, off64_t at), number, bytes, size, at)
ON_DESCRIPTOR(KIND_WRITE, int, fsync, (int number), number)
ON_DESCRIPTOR(KIND_WRITE, int, fdatasync, (int number), number)
ON_DESCRIPTOR(KIND_WRITE, int, ftruncate, (int number, off_t size), number, size)
ON_DESCRIPTOR(KIND_WRITE, int, ftruncate64, (int number, off64_t size), number, size)
ON_DESCRIPTOR(KIND_STAT, int, fstat, (int number, struct stat *status), number, status)
ON_DESCRIPTOR(KIND_STAT, int, fstat64, (int number, struct stat64 *status), number, status)

#define AT_PATH(kind, name, folder, parameters, ...) \
    int name parameters \
    { \
        NEXT(name); \
        return fails_at(kind, folder, path) ? -1 : next(__VA_ARGS__); \
    }
AT_PATH(KIND_STAT, stat, AT_FDCWD, (const char *path, struct stat *status), path, status)
AT_PATH(KIND_STAT, stat64, AT_FDCWD, (const char *path, struct stat64 *status), path, status)
AT_PATH(KIND_STAT, lstat, AT_FDCWD, (const char *path, struct stat *status), path, status)
AT_PATH(KIND_STAT, lstat64, AT_FDCWD, (const char *path, struct stat64 *status), path, status)
AT_PATH(KIND_STAT, fstatat, folder, (int folder, const char *path, struct stat *status, int flags), folder, path, status, flags)
AT_PATH(KIND_STAT, fstatat64, folder, (int folder, const char *path, struct stat64 *status, int flags), folder, path, status, flags)
AT_PATH(KIND_STAT, statx, folder, (int folder, const char *path, int flags, unsigned mask, struct statx *status), folder, path, flags, mask, status)
AT_PATH(KIND_WATCH, inotify_add_watch, AT_FDCWD, (int instance, const char *path, uint32_t mask), instance, path, mask)
AT_PATH(KIND_WRITE, mkdir, AT_FDCWD, (const char *path, mode_t mode), path, mode)
AT_PATH(KIND_WRITE, unlink, AT_FDCWD, (const char *path), path)

/* About no path, but for the corpus alone. */
int inotify_init1(int flags)
{
    NEXT(inotify_init1);
    return is_wanted(KIND_WATCH) && fails(SCOPE_CORPUS) ? -1 : next(flags);
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
    NEXT(clock_gettime);
    int outcome = next(clock, time);
    if (outcome == 0 && control && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        int64_t now = (int64_t)time->tv_sec * 1000000000 + time->tv_nsec + control->shift;
        time->tv_sec = now / 1000000000;
        time->tv_nsec = now % 1000000000;
    }
    return outcome;
}
