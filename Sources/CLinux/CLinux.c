#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/ioprio.h>
#include <linux/openat2.h>
#include <malloc.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

const int clinux_o_path = O_PATH;

int clinux_open_beneath(int folder, const char *path, int flags)
{
    struct open_how how = {
        .flags = (unsigned)flags,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };
    return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
}

int clinux_peer_credentials(int socket, pid_t *pid, uid_t *uid, gid_t *gid)
{
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return -1;
    *pid = peer.pid;
    *uid = peer.uid;
    *gid = peer.gid;
    return 0;
}

int clinux_accept(int listener)
{
    return accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

ssize_t clinux_getdents(int folder, void *buffer, size_t size)
{
    return syscall(SYS_getdents64, folder, buffer, size);
}

void clinux_trim_heap(void)
{
    malloc_trim(0);
}

void clinux_limit_heaps(int count)
{
    mallopt(M_ARENA_MAX, count);
}

void clinux_keep_heap(int bytes)
{
    mallopt(M_TRIM_THRESHOLD, bytes);
    mallopt(M_MMAP_THRESHOLD, bytes / 4);
}

int64_t clinux_filesystem_type(int descriptor)
{
    struct statfs filesystem;
    return fstatfs(descriptor, &filesystem) == 0 ? (int64_t)filesystem.f_type : -1;
}

int64_t clinux_birth_time(int descriptor)
{
    struct statx file;
    if (statx(descriptor, "", AT_EMPTY_PATH | AT_STATX_SYNC_AS_STAT, STATX_BTIME, &file) != 0)
        return -1;
    if (!(file.stx_mask & STATX_BTIME))
        return 0;
    return (int64_t)file.stx_btime.tv_sec * 1000000000 + file.stx_btime.tv_nsec;
}

int clinux_spawn_close_from(posix_spawn_file_actions_t *actions, int first)
{
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

int clinux_refuse_new_privileges(void)
{
    return prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL);
}

int clinux_refuse_dumps(void)
{
    return prctl(PR_SET_DUMPABLE, 0UL, 0UL, 0UL, 0UL);
}

int clinux_landlock_version(void)
{
    /* LANDLOCK_CREATE_RULESET_VERSION */
    return (int)syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, 1U);
}

int clinux_landlock_give_up(uint64_t files, uint64_t network, uint64_t scopes)
{
    /* struct landlock_ruleset_attr as of version 6; an older kernel takes the zeros that it does not know. */
    const uint64_t rights[] = { files, network, scopes };
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, rights, sizeof rights, 0U);
    if (ruleset < 0)
        return -1;
    int outcome = (int)syscall(SYS_landlock_restrict_self, ruleset, 0U);
    close(ruleset);
    return outcome;
}

int clinux_event_set(int descriptor, bool is_urgent)
{
    int set = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = { .events = is_urgent ? EPOLLPRI : EPOLLIN };
    if (set >= 0 && epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &event) != 0) {
        int error = errno;
        close(set);
        errno = error;
        return -1;
    }
    return set;
}

bool clinux_event_is_end(int set)
{
    struct epoll_event event;
    return epoll_wait(set, &event, 1, 0) == 1 && (event.events & (EPOLLERR | EPOLLHUP)) != 0;
}

int clinux_io_priority(void)
{
    return (int)syscall(SYS_ioprio_get, IOPRIO_WHO_PROCESS, 0);
}

int clinux_set_io_priority(int priority)
{
    return (int)syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, priority);
}

ssize_t clinux_processors(pid_t thread, uint64_t *mask, size_t bytes)
{
    return syscall(SYS_sched_getaffinity, thread, bytes, mask);
}

int clinux_set_processors(pid_t thread, const uint64_t *mask, size_t bytes)
{
    return (int)syscall(SYS_sched_setaffinity, thread, bytes, mask);
}

int clinux_nice(void)
{
    return getpriority(PRIO_PROCESS, 0);
}

int clinux_limit_nice(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NICE, &limit) != 0)
        return -1;
    limit.rlim_cur = 0;
    return setrlimit(RLIMIT_NICE, &limit);
}

int clinux_give_up_priority(void)
{
    struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
    struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];
    if (syscall(SYS_capget, &header, sets) != 0)
        return -1;
    sets[0].effective &= ~(1U << CAP_SYS_NICE);
    return (int)syscall(SYS_capset, &header, sets);
}

#ifndef __has_feature
#define __has_feature(feature) 0
#endif
const bool clinux_has_thread_sanitizer = __has_feature(thread_sanitizer);
