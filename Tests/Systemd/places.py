"""Where a corpus may lie, what may not be read, and how much memory there is."""

import os
import shutil
import subprocess

from machine import (
    CONFIGURATION, CORPUS, SERVICE, Skipped, bulk, corpusctl, drop_in, expect, fresh, indexed, main_process, run, show,
    state, status, until, write, write_articles,
)


def home():
    """A corpus below /home is read"""
    fresh()
    folder = "/home/editor/news"
    write_articles(3, folder=folder)
    write(CONFIGURATION, f'corpus = "{folder}"\n')
    count = indexed()
    run("systemctl", "stop", SERVICE)
    shutil.rmtree("/home/editor")
    expect(count == 3, count)
    return f"{count} of 3 files found in {folder}"


def closed_folder():
    """A corpus that the service's user may not enter is told with a remedy, and read once it may"""
    fresh(articles=3)
    os.chmod(CORPUS, 0o700)
    run("systemctl", "start", SERVICE)
    problem = until("the problem", lambda: status()["problems"])[0]
    expect(state() == "active", state())
    expect(problem.get("remedy"), problem)
    os.chmod(CORPUS, 0o755)
    until("the files", lambda: status()["files"]["indexed"] == 3)
    return f"{problem['reason']}: {problem['remedy']}"


def closed_file():
    """A file that the service's user may not read has its state, reason and remedy in the ledger"""
    fresh(articles=3)
    os.chmod(f"{CORPUS}/0/1.txt", 0o600)
    expect(indexed() == 2, status()["files"])
    said = corpusctl("why", "0/1.txt", status=1)
    for word in "failed", "permissionDenied":
        expect(word in corpusctl("why", "--json", "0/1.txt", status=1), said)
    os.chmod(f"{CORPUS}/0/1.txt", 0o644)
    expect(indexed() == 3, status()["files"])
    return " / ".join(line.strip() for line in said.splitlines())


def memory():
    """A load within MemoryHigh= and MemoryMax= goes through, and nothing is killed"""
    articles = bulk()
    with drop_in("[Service]\nMemoryHigh=150M\nMemoryMax=200M\n"):
        fresh(articles=articles)
        run("systemctl", "start", SERVICE)
        process, group = main_process(), show("ControlGroup")
        files = memory_files(group)
        limit, count = read_number(files["limit"]), indexed()
        peak = read_number(files["peak"]) >> 20 if os.path.exists(files["peak"]) else None
        with open(files["events"], encoding="ascii") as file:
            killed = dict(line.split() for line in file)["oom_kill"]
        expect(limit == 200 << 20, f"the limit is {limit}")
        expect(killed == "0" and main_process() == process, f"{killed} killed")
        expect(count == articles and status()["files"]["quarantined"] == 0, status()["files"])
    return f"{count} files, peak {peak} MiB of {limit >> 20}, none killed"


def held_back():
    """A load that needs more than MemoryHigh= is held back, not killed, and ends"""
    articles = bulk()
    fresh(articles=articles)
    run("systemctl", "start", SERVICE)
    folder = os.path.dirname(memory_files(show("ControlGroup"))["peak"])
    if not os.path.exists(f"{folder}/memory.peak"):
        raise Skipped("control groups of version 1 have no MemoryHigh=, those of version 2 a peak since Linux 5.19")
    indexed()
    peak = read_number(f"{folder}/memory.peak")
    with drop_in(f"[Service]\nMemoryHigh={peak * 9 // 10}\n"):
        fresh(articles=articles)
        run("systemctl", "start", SERVICE)
        process, limit, count = main_process(), read_number(f"{folder}/memory.high"), indexed()
        with open(f"{folder}/memory.events", encoding="ascii") as file:
            events = {name: int(number) for name, number in map(str.split, file)}
        expect(limit < peak, f"{limit} of {peak}")
        expect(events["oom_kill"] == 0 and main_process() == process, events)
        expect(count == articles and status()["files"]["quarantined"] == 0, status()["files"])
    times = events["high"]
    if times == 0:
        raise Skipped(f"the second load took less than {limit >> 20} of the {peak >> 20} MiB of the first, and was held back by nothing")
    return f"{count} files in {limit >> 20} MiB, {peak >> 20} without a limit; held back {times} times, none killed"


def memory_files(group):
    """What the kernel tells of the memory of a control group, in either version of the hierarchy."""
    if os.path.isdir(folder := f"/sys/fs/cgroup/memory{group}"):
        names = {"limit": "limit_in_bytes", "peak": "max_usage_in_bytes", "events": "oom_control"}
    elif os.path.exists(f"{(folder := '/sys/fs/cgroup' + group)}/memory.max"):
        names = {"limit": "max", "peak": "peak", "events": "events"}
    else:
        raise Skipped("no memory controller reaches this system")
    return {name: f"{folder}/memory.{file}" for name, file in names.items()}


def read_number(path):
    with open(path, encoding="ascii") as file:
        return int(file.read())


def neighbour():
    """A load leaves a processor to whoever else computes, and takes it again when nobody does"""
    processors = os.sched_getaffinity(0)
    if len(processors) < 2:
        raise Skipped("one processor cannot be left to others")
    fresh(articles=2 * bulk())
    with subprocess.Popen(["python3", "-c", "while True: pass"]) as other:
        try:
            run("systemctl", "start", SERVICE)
            process = main_process()

            def spared():
                now = status()
                expect(now["files"]["waiting"] or not now["files"]["indexed"], "the load was over before a processor was left")
                return now["workers"].get("processorsSpared")

            until("a processor that is left", spared)
            until("workers that are off it", lambda: workers(process) and all(
                len(allowed(task)) < len(processors) for task in tasks(process) + workers(process)))
        finally:
            other.kill()
    until("the processor taken again", lambda: all(
        allowed(task) == processors for task in tasks(process) + workers(process)))
    return f"one or more of {len(processors)} processors left"


def tasks(process):
    return [int(name) for name in os.listdir(f"/proc/{process}/task")]


def workers(process):
    """The children of the daemon, which parse files; each has one thread."""
    return [int(number) for number in run("pgrep", "--parent", str(process), status=None).split()]


def allowed(task):
    """The processors that a task may run on; all, of one that has ended meanwhile."""
    try:
        return os.sched_getaffinity(task)
    except ProcessLookupError:
        return os.sched_getaffinity(0)


CHECKS = [home, closed_folder, closed_file, memory, held_back, neighbour]
