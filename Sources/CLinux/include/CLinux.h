/* What Linux offers and Swift's Glibc module does not import. No logic. */
#ifndef CLINUX_H
#define CLINUX_H

#include <stdbool.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/types.h>

/* O_PATH of open(2), which needs _GNU_SOURCE. */
extern const int clinux_o_path;

/* openat2(2) with RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS: -1 and errno on refusal. */
int clinux_open_beneath(int folder, const char *path, int flags);

/* SO_PEERCRED of a connected Unix socket: -1 and errno on refusal. */
int clinux_peer_credentials(int socket, pid_t *pid, uid_t *uid, gid_t *gid);

/* accept4(2), close-on-exec and non-blocking: -1 and errno on refusal. */
int clinux_accept(int listener);

/* getdents64(2): bytes written, 0 at the end, -1 and errno on refusal. */
ssize_t clinux_getdents(int folder, void *buffer, size_t size);

/* malloc_trim(3): gives free heap pages back to the kernel. */
void clinux_trim_heap(void);

/* mallopt(3): all threads together have so many heaps at most. */
void clinux_limit_heaps(int count);

/* mallopt(3): that many free bytes stay with the process, and a quarter of it still comes from the heap at once. */
void clinux_keep_heap(int bytes);

/* The magic number of the file system that holds the descriptor (statfs(2)): -1 and errno on refusal. */
int64_t clinux_filesystem_type(int descriptor);

/* When the file was made, in nanoseconds since 1970 (statx(2)); 0 where the file system does not know: -1 and errno on
   refusal. */
int64_t clinux_birth_time(int descriptor);

/* posix_spawn_file_actions_addclosefrom_np(3): the child has no descriptor from `first` on. The error, or 0. */
int clinux_spawn_close_from(posix_spawn_file_actions_t *actions, int first);

/* PR_SET_NO_NEW_PRIVS of prctl(2): no program started from here on has more rights. -1 and errno on refusal. */
int clinux_refuse_new_privileges(void);

/* PR_SET_DUMPABLE of prctl(2), off: no core, and nobody without privileges looks inside. -1 and errno on refusal. */
int clinux_refuse_dumps(void);

/* The version of Landlock's interface that the kernel has (landlock(7)): -1 and errno when it has none. */
int clinux_landlock_version(void);

/* Gives up the named rights of landlock(7), for good and for the calling thread: -1 and errno on refusal. */
int clinux_landlock_give_up(uint64_t files, uint64_t network, uint64_t scopes);

/* A set of epoll(7) with one descriptor in it, which can be read while an event waits; urgent: what PSI triggers and else
   nothing tells by (EPOLLPRI), else what can be read (EPOLLIN). -1 and errno on refusal. */
int clinux_event_set(int descriptor, bool is_urgent);

/* Whether the set's descriptor has failed, or nobody is at its other end (EPOLLERR, EPOLLHUP). Takes the event. */
bool clinux_event_is_end(int set);

/* ioprio_get(2) and ioprio_set(2) of the calling thread: -1 and errno on refusal. */
int clinux_io_priority(void);
int clinux_set_io_priority(int priority);

/* sched_getaffinity(2) and sched_setaffinity(2) of a thread, 0 for the calling one, with a bit for each processor. The first tells
   how many bytes it filled. -1 and errno on refusal. */
ssize_t clinux_processors(pid_t thread, uint64_t *mask, size_t bytes);
int clinux_set_processors(pid_t thread, const uint64_t *mask, size_t bytes);

/* getpriority(2) of the calling thread. */
int clinux_nice(void);

/* CAP_SYS_NICE of capabilities(7) has no effect any more for the calling thread, nor for those that it starts. It stays permitted:
   who is not permitted all that another is may not choose its processors. -1 and errno on refusal. */
int clinux_give_up_priority(void);

/* RLIMIT_NICE of getrlimit(2), the soft one, lets nobody raise a priority: -1 and errno on refusal. */
int clinux_limit_nice(void);

/* Built with the thread sanitizer, which needs terabytes of address space. */
extern const bool clinux_has_thread_sanitizer;

#endif
