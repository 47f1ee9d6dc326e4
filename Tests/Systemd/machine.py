"""What the checks ask of the system that they run in: units, the journal, corpusctl, files."""

import contextlib
import functools
import json
import os
import shutil
import subprocess
import time

SERVICE, SOCKET = "corpusd.service", "corpusd.socket"
CORPUS, STATE = "/srv/corpus", "/var/lib/corpusd"
CONFIGURATION = "/etc/corpusd/corpusd.toml"


class Failure(Exception):
    """What was seen instead of what should be."""


class Skipped(Exception):
    """What this machine lacks."""


def expect(condition, seen):
    if not condition:
        raise Failure(seen)


def run(*command, status=0, **options):
    """Runs a command and returns its output; another exit status than `status` (None: any) is a failure."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, **options)
    if status is not None and done.returncode != status:
        raise Failure(f"{' '.join(command)}: exit {done.returncode}, not {status}: {done.stderr or done.stdout}")
    return done.stdout.strip()


def complaint(*command, status=0, **options):
    """What a command says on standard output and standard error together."""
    return run("sh", "-c", 'exec "$@" 2>&1', "sh", *command, status=status, **options)


def begin(*command):
    """Starts a command that goes on beside the check."""
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def until(what, condition, seconds=120):
    """Looks until `condition` holds, returns what it gave, and fails after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        expect(time.monotonic() < end, f"not within {seconds} s: {what}")
        time.sleep(0.02)


class Stopwatch:
    def __init__(self):
        self.start = time.monotonic()

    @property
    def seconds(self):
        return time.monotonic() - self.start

    def __str__(self):
        return f"{self.seconds:.2f} s"


# Units


def show(name, unit=SERVICE):
    return run("systemctl", "show", "-P", name, unit)


def state(unit=SERVICE):
    return show("ActiveState", unit)


def main_process():
    return int(show("MainPID"))


def open_files(process):
    """What a process has open, by path; nothing of one that is gone."""
    paths = []
    with contextlib.suppress(OSError):
        for number in os.listdir(f"/proc/{process}/fd"):
            with contextlib.suppress(OSError):
                paths.append(os.readlink(f"/proc/{process}/fd/{number}"))
    return paths


@contextlib.contextmanager
def drop_in(text, unit=SERVICE):
    """A drop-in of the unit, for as long as the check runs."""
    folder = f"/run/systemd/system/{unit}.d"
    os.makedirs(folder)
    write(f"{folder}/check.conf", text)
    run("systemctl", "daemon-reload")
    try:
        yield
    finally:
        shutil.rmtree(folder)
        run("systemctl", "daemon-reload")


def fresh(configuration="", articles=0):
    """The installed service with nothing in its corpus but `articles`, no state, and its socket alone started."""
    run("systemctl", "stop", SOCKET, SERVICE)
    run("systemctl", "reset-failed", SOCKET, SERVICE, status=None)
    for folder in CORPUS, STATE, "/etc/corpusd":
        shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(CORPUS)
    os.makedirs("/etc/corpusd")
    write(CONFIGURATION, f'corpus = "{CORPUS}"\n{configuration}')
    write_articles(articles)
    run("systemctl", "start", SOCKET)


@functools.cache
def bulk():
    """How many articles are some four seconds of full load here, with the programs that are installed."""
    fresh(articles=1000)
    run("systemctl", "start", SERVICE)
    watch = Stopwatch()
    corpusctl("sync")
    return min(20_000, max(2_000, int(4_000 / watch.seconds)))


def journal(*match, since):
    """The entries since a moment of `now`, each a dictionary of its fields."""
    run("journalctl", "--sync")
    lines = run("journalctl", "--output=json", f"--since=@{since:.6f}", *match).splitlines()
    return [json.loads(line) for line in lines]


def now():
    return time.time()


@contextlib.contextmanager
def notifications(since):
    """Makes the service manager log what it is told; gives a function that returns these messages, oldest first."""
    run("systemctl", "log-level", "debug")

    def told():
        entries = journal("_PID=1", f"UNIT={SERVICE}", since=since)
        said = [entry["MESSAGE"].partition("Got notification message from PID ")[2] for entry in entries]
        return [message.partition("(")[2].rstrip(")") for message in said if message]

    try:
        yield told
    finally:
        run("systemctl", "log-level", "info")


# corpusctl


def corpusctl(*arguments, status=0, instance=None):
    more = ["--instance", instance] if instance else []
    return run("corpusctl", *arguments, *more, status=status)


def status(instance=None):
    return json.loads(corpusctl("status", "--json", instance=instance))


def indexed(instance=None):
    """How many files are searchable once everything has been looked at."""
    corpusctl("sync", instance=instance)
    return status(instance)["files"]["indexed"]


# Files


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def write_articles(count, folder=CORPUS, first=0):
    """Articles of 2 KB, in folders of 1,000; the words `article` and `number N` are in the Nth."""
    for number in range(first, first + count):
        place = f"{folder}/{number // 1000}"
        if number % 1000 == 0 or number == first:
            os.makedirs(place, exist_ok=True)
        sentence = f"Minister {number} told article readers on Monday that talk {number * 7919} would go on in spring. "
        write(f"{place}/{number}.txt", f"Talks of number {number} go on\n\nGENEVA (Reuters) - " + sentence * 20)
