/* Tells the thread sanitizer what two threads do that wait for the same Synchronization.Mutex; loaded before the
   program by LD_PRELOAD.

   A mutex that nobody waits for is taken and released by code of ours, which the sanitizer sees. Whoever waits calls into
   Swift's library, which was built without the sanitizer, so that it takes for a race what was in good order. These
   functions stand before those of the library (Swift's stdlib/public/Synchronization/Mutex/LinuxImpl.swift), say what is
   acquired and released, and call them. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Absent in a program without the sanitizer. */
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *mutex

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void lock_slow(uint32_t thread, SELF) __asm__(LOCK);
SWIFT bool try_lock_slow(SELF) __asm__(TRY_LOCK);
SWIFT void unlock_slow(SELF) __asm__(UNLOCK);

typedef SWIFT void (*lock_function)(uint32_t, SELF);
typedef SWIFT bool (*try_lock_function)(SELF);
typedef SWIFT void (*unlock_function)(SELF);

static lock_function next_lock;
static try_lock_function next_try_lock;
static unlock_function next_unlock;

__attribute__((constructor)) static void find_next(void)
{
    next_lock = (lock_function)dlsym(RTLD_NEXT, LOCK);
    next_try_lock = (try_lock_function)dlsym(RTLD_NEXT, TRY_LOCK);
    next_unlock = (unlock_function)dlsym(RTLD_NEXT, UNLOCK);
}

SWIFT void lock_slow(uint32_t thread, SELF)
{
    next_lock(thread, mutex);
    if (__tsan_acquire)
        __tsan_acquire(mutex);
}

SWIFT bool try_lock_slow(SELF)
{
    bool taken = next_try_lock(mutex);
    if (taken && __tsan_acquire)
        __tsan_acquire(mutex);
    return taken;
}

SWIFT void unlock_slow(SELF)
{
    if (__tsan_release)
        __tsan_release(mutex);
    next_unlock(mutex);
}
