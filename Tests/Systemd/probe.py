#!/usr/bin/env python3
"""Tries what the service may not do, in its place: prints a JSON object with what came of each attempt.

Each value is the name of the errno with which the system refused, or "allowed". What a container may not do anyway (the
clock, modules, devices, the kernel's log and settings, real time) is refused there without the unit, too.
"""

import ctypes
import errno
import json
import mmap
import os
import socket
import subprocess
import sys
import time

LIBC = ctypes.CDLL(None, use_errno=True)
# ioprio_set(2): its number on x86-64, and the class.
IOPRIO_SET, IDLE_CLASS = 251, 3 << 13
CLONE_NEWUSER, PERSONALITY_LINUX32 = 0x10000000, 0x0008


def call(name, *arguments):
    ctypes.set_errno(0)
    if getattr(LIBC, name)(*arguments) == -1:
        raise OSError(ctypes.get_errno(), name)


def make(path):
    with open(path, "x", encoding="ascii"):
        pass
    os.unlink(path)


def gain_by_program():
    """By a program that belongs to root and has the set-user-ID bit, as sudo has."""
    if subprocess.run(["/srv/open/id", "-u"], capture_output=True, text=True, check=True).stdout.strip() != "0":
        raise OSError(errno.EPERM, "the program runs as the user that we are")


ATTEMPTS = {
    # What it is there for.
    "read the corpus": lambda corpus: os.listdir(corpus),
    "write its state": lambda corpus: make(os.environ["STATE_DIRECTORY"] + "/probe"),
    "write its runtime folder": lambda corpus: make(os.environ["RUNTIME_DIRECTORY"] + "/probe"),
    "make a Unix socket": lambda corpus: socket.socket(socket.AF_UNIX).close(),
    "ask devices when nobody else does": lambda corpus: call("syscall", IOPRIO_SET, 1, 0, IDLE_CLASS),
    "keep off some processors": lambda corpus: os.sched_setaffinity(0, os.sched_getaffinity(0)),
    # Network.
    "make an IPv4 socket": lambda corpus: socket.socket(socket.AF_INET).close(),
    "make an IPv6 socket": lambda corpus: socket.socket(socket.AF_INET6).close(),
    "make a netlink socket": lambda corpus: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close(),
    "make a packet socket": lambda corpus: socket.socket(socket.AF_PACKET, socket.SOCK_RAW).close(),
    # Files. The folders are such that their modes let everybody write.
    "write the corpus": lambda corpus: make(corpus + "/probe"),
    "write /srv": lambda corpus: make("/srv/open/probe"),
    "write /home": lambda corpus: make("/home/open/probe"),
    "write /usr": lambda corpus: make("/usr/local/open/probe"),
    "write /etc": lambda corpus: make("/etc/open/probe"),
    "write /var": lambda corpus: make("/var/lib/open/probe"),
    "write /run": lambda corpus: make("/run/open/probe"),
    "write /dev/shm": lambda corpus: make("/dev/shm/probe"),
    "write its configuration": lambda corpus: make(os.environ["CONFIGURATION_DIRECTORY"] + "/probe"),
    "write kernel settings": lambda corpus: os.open("/proc/sys/kernel/hostname", os.O_WRONLY),
    "write cgroups": lambda corpus: os.mkdir("/sys/fs/cgroup/systemd/probe"),
    "see the /tmp of others": lambda corpus: os.stat("/tmp/open"),
    "open a device": lambda corpus: os.open("/dev/kmsg", os.O_RDONLY),
    "see processes of others": lambda corpus: os.stat("/proc/1/status"),
    # Privileges.
    "mount": lambda corpus: call("mount", b"none", b"/srv", b"tmpfs", 0, None),
    "make a user namespace": lambda corpus: call("unshare", CLONE_NEWUSER),
    "become root": lambda corpus: os.setuid(0),
    "become root by a program": lambda corpus: gain_by_program(),
    "change the clock": lambda corpus: time.clock_settime(time.CLOCK_REALTIME, time.time()),
    "change the host name": lambda corpus: socket.sethostname("probe"),
    "change its personality": lambda corpus: call("personality", PERSONALITY_LINUX32),
    "load a module": lambda corpus: call("syscall", 313, -1, b"", 0),
    "trace a process": lambda corpus: call("ptrace", 0, 0, None, None),
    "read the kernel's log": lambda corpus: call("klogctl", 3, ctypes.create_string_buffer(64), 64),
    "map memory to write and execute": lambda corpus: mmap.mmap(
        -1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
    ).close(),
    "run in real time": lambda corpus: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)),
}


def outcome(attempt, corpus):
    """Tries in a process of its own, for what succeeds may change what comes next."""
    child = os.fork()
    if child == 0:
        try:
            attempt(corpus)
        except OSError as failure:
            os._exit(failure.errno)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return errno.errorcode.get(status, f"status {status}") if status else "allowed"


print(json.dumps({name: outcome(attempt, sys.argv[1]) for name, attempt in ATTEMPTS.items()}))
