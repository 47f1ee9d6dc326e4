"""Clients that misbehave ask a running corpusd, each for some seconds, while a neighbour asks it in order.

    abuse.py SOCKET PID [SECONDS]

Every question of the neighbour must be answered, and the process must not grow beyond what its limits say. Prints figures:
what the neighbour waited for, and what idle connections cost.
"""

import json
import os
import random
import resource
import socket
import sys
import threading
import time

address, pid = sys.argv[1], int(sys.argv[2])
seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 3
failed = False
# What the limits of the service allow for all clients together (64 MiB), and as much for what the allocator keeps.
most_growth = 128 << 20


def connect(timeout=10):
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    # Waits for its turn to be accepted.
    client.connect(address)
    client.settimeout(timeout)
    return client


def message(method, more=False, **parameters):
    return json.dumps({"method": method, "parameters": parameters, "more": more}).encode() + b"\0"


DESCRIBE = message("io.corpusd.Status.Describe")
EXPORT = message("io.corpusd.Search.Export", more=True)
FOLLOW = message("io.corpusd.Ledger.Changes", more=True)


def answer(client):
    received = b""
    while not received.endswith(b"\0"):
        part = client.recv(1 << 16)
        if not part:
            raise ConnectionError("hung up")
        received += part
    return json.loads(received[:-1])


def ask(client):
    client.sendall(DESCRIBE)
    reply = answer(client)
    if "error" in reply:
        raise RuntimeError(reply["error"])


def resident():
    with open(f"/proc/{pid}/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def neighbour(until):
    """How long each of its questions took, in seconds; it never gives up, and a failure is one."""
    times, failures = [], []
    client = connect()
    while time.monotonic() < until or not times:
        start = time.monotonic()
        try:
            ask(client)
            times.append(time.monotonic() - start)
        except (OSError, RuntimeError) as error:
            failures.append(repr(error))
            client = connect()
    return sorted(times), failures


def report(name, times, failures, note=""):
    global failed
    p99 = times[int(len(times) * 0.99)] * 1000
    line = f"{name}: {len(times)} answers, median {times[len(times) // 2] * 1000:.2f} ms, p99 {p99:.2f} ms{note}"
    print(("FAILED  " if failures else "ok      ") + line, *failures[:1])
    failed = failed or bool(failures)


def while_others(name, misbehave, count):
    """Runs `misbehave(until, number)` in so many threads of another user's process, and is the neighbour meanwhile."""
    before = resident()
    until = time.monotonic() + seconds
    child = os.fork()
    if child == 0:
        # Root is under no limit of connections for a user.
        if os.getuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        threads = [threading.Thread(target=misbehave, args=(until, number), daemon=True) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0, until + 1 - time.monotonic()))
        os._exit(0)
    times, failures = neighbour(until)
    grown = resident() - before
    os.waitpid(child, 0)
    # Seen as: an answer came when those who misbehaved had gone.
    if times[-1] > seconds * 2 / 3:
        failures.append(f"an answer took {times[-1]:.1f} s")
    if grown > most_growth:
        failures.append(f"the service grew by {grown >> 20} MiB")
    report(name, times, failures, f", {max(0, grown) / (1 << 20):.0f} MiB more")


def forgiving(body):
    """A client that is disconnected comes again."""

    def run(until, number):
        while time.monotonic() < until:
            try:
                body(until, number)
            except OSError:
                time.sleep(0.01)

    return run


@forgiving
def half_sent(until, number):
    client = connect()
    client.sendall(DESCRIBE[: 1 + number % (len(DESCRIBE) - 1)])
    time.sleep(max(0, until - time.monotonic()))


@forgiving
def flood(until, number):
    client = connect(0.2)
    while time.monotonic() < until:
        client.sendall(DESCRIBE * 500)


@forgiving
def never_reads(until, number):
    client = connect()
    client.sendall(EXPORT * 50)
    time.sleep(max(0, until - time.monotonic()))


@forgiving
def follows_silently(until, number):
    client = connect()
    client.sendall(FOLLOW)
    time.sleep(max(0, until - time.monotonic()))


@forgiving
def noise(until, number):
    randomness = random.Random(number)
    client = connect(1)
    while time.monotonic() < until:
        whole = bytearray(randomness.choice([DESCRIBE, EXPORT, message("io.corpusd.Search.Search", query="a OR (b")]))
        for _ in range(randomness.randrange(1, 6)):
            whole[randomness.randrange(len(whole))] = randomness.randrange(256)
        client.sendall(bytes(whole))


@forgiving
def many(until, number):
    """Two thousand connections from each of five: most are refused, and it tries again for as long as there is time."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    clients = []
    while time.monotonic() < until:
        clients.append(connect(1))
        if len(clients) == 2_000:
            clients = []


times, failures = neighbour(time.monotonic() + seconds)
report("alone", times, failures, f", {len(times) / seconds:.0f} calls/s on one connection")
while_others("beside 50 that send half a call", half_sent, 50)
while_others("beside 4 that flood and do not read", flood, 4)
while_others("beside 20 that never read what they asked for", never_reads, 20)
while_others("beside 20 that follow and never read", follows_silently, 20)
while_others("beside 8 that send noise", noise, 8)
while_others("beside 5 that open 2,000 connections each, again and again", many, 5)

before = resident()
idle = [connect() for _ in range(500)]
for client in idle:
    ask(client)
each = (resident() - before) / len(idle)
times, failures = neighbour(time.monotonic() + seconds)
report("beside 500 idle connections", times, failures, f", {each / 1024:.1f} KiB a connection")
sys.exit(failed)
