"""What the unit refuses: each tried by a probe in the daemon's place, and by looking at the daemon itself."""

import ctypes
import json
import os
import shutil

from machine import (
    CORPUS, SERVICE, STATE, corpusctl, drop_in, expect, fresh, indexed, journal, main_process, now, run, status, until,
    write, write_articles,
)

# What a news index needs. Everything else that the probe tries must be refused.
NEEDED = {
    "read the corpus", "write its state", "write its runtime folder", "make a Unix socket",
    "ask devices when nobody else does", "keep off some processors",
}

# Of systemd/corpusd.catalog.
MEMORY_SHORT = "43a7f7f79ac14813abb9bd4e95f2ee4f"

PROBE = f"""
[Service]
Type=oneshot
Restart=no
ExecStart=
ExecStart=/usr/bin/python3 /tests/probe.py {CORPUS}
StandardOutput=truncate:/probe.json
"""

# The daemon itself, but for its parsers: what a file begins with is what they do. See Tests/PoisonedParser.
POISONED = """
[Service]
ExecStart=
ExecStart=/usr/local/lib/corpusd/poisoned-parser run
"""

OPEN = ["/srv/open", "/home/open", "/usr/local/open", "/etc/open", "/var/lib/open", "/run/open", "/tmp/open"]


def open_folders():
    """Folders in which everybody may write, so that it is the unit that refuses and no mode."""
    for folder in OPEN:
        os.makedirs(folder, exist_ok=True)
        os.chmod(folder, 0o777)
    os.chmod(CORPUS, 0o777)
    shutil.copy("/usr/bin/id", "/srv/open/id")
    os.chmod("/srv/open/id", 0o4755)


def probe():
    """From inside the unit everything but its own work is refused"""
    fresh(articles=1)
    open_folders()
    with drop_in(PROBE):
        run("systemctl", "start", SERVICE)
    with open("/probe.json", encoding="utf-8") as file:
        came = json.load(file)
    allowed = {attempt for attempt, outcome in came.items() if outcome == "allowed"}
    expect(allowed == NEEDED, f"allowed: {', '.join(sorted(allowed - NEEDED))}; refused: {NEEDED - allowed}")
    refused = sorted({outcome for outcome in came.values()} - {"allowed"})
    return f"{len(came) - len(allowed)} attempts refused ({', '.join(refused)}), {len(allowed)} needed ones allowed"


def has_landlock():
    """landlock_create_ruleset(2), asked for its version; 444 is its number everywhere."""
    return ctypes.CDLL(None).syscall(444, None, 0, 1) >= 1


def process_status(process):
    with open(f"/proc/{process}/status", encoding="utf-8") as file:
        return dict(line.strip().split(":\t", 1) for line in file if ":\t" in line)


def workers():
    """The worker processes are confined further than the daemon"""
    since = now()
    fresh(articles=3)
    corpusctl("sync")
    daemon = process_status(main_process())
    expect(int(daemon["NoNewPrivs"]) == 1 and int(daemon["CapBnd"], 16) == 0, daemon)
    line = until("the word about confinement", lambda: [
        entry["MESSAGE"] for entry in journal("-u", SERVICE, since=since) if "are held by" in entry["MESSAGE"]
    ])[0]
    expect("seccomp" in line and ("landlock" in line or not has_landlock()), line)
    children = run("pgrep", "--parent", str(main_process())).split()
    expect(children, "there is no worker")
    for child in children:
        worker = process_status(child)
        filters = int(worker["Seccomp_filters"]), int(daemon["Seccomp_filters"])
        expect(filters[0] > filters[1], f"filters of the worker and the daemon: {filters}")
        with open(f"/proc/{child}/limits", encoding="ascii") as file:
            hard = {line[:26].strip(): line[47:68].strip() for line in file}
        expect(hard["Max file size"] == hard["Max processes"] == "0" and hard["Max address space"] != "unlimited", hard)
    return f"{len(children)} workers with {filters[0]} filters, the daemon with {filters[1]}; '{line}'"


def memory():
    """Inside the unit the kernel, or what the service manager names, tells the daemon that memory is short"""
    since = now()
    fresh(articles=3)
    corpusctl("sync")
    kernel = status()["memory"]["watched"]
    expect(kernel or not os.access("/proc/pressure/memory", os.W_OK), "the kernel tells of pressure, and nobody listens")
    fifo = f"{STATE}/pressure"
    os.mkfifo(fifo, 0o600)
    shutil.chown(fifo, "corpusd", "corpusd")
    with drop_in(f"[Service]\nEnvironment=MEMORY_PRESSURE_WATCH={fifo}\n"):
        run("systemctl", "restart", SERVICE)
        expect(status()["memory"]["watched"] == fifo, status()["memory"])
        with open(fifo, "w", encoding="ascii") as file:
            file.write("!")
        entry = until("the word about memory", lambda: journal(f"MESSAGE_ID={MEMORY_SHORT}", since=since))[-1]
        expect(entry["CORPUSD_PATH"] == fifo and status()["memory"]["isShort"], entry)
    return f"watched by itself: {kernel}; {entry['MESSAGE']}"


def hostile_parser():
    """Code that has taken over a parser gets nowhere, and costs no more than its file"""
    harms = {"crash": "parserCrashed", "bomb": "parserOutOfMemory", "hang": "parserTimedOut"}
    with drop_in(POISONED):
        fresh(articles=3)
        for word in ["escape", *harms]:
            write(f"{CORPUS}/{word}.txt", f"{word} now")
        expect(indexed() == 4, status()["files"])
        process = main_process()
        entries = {word: json.loads(corpusctl("why", "--json", f"{word}.txt", status=1)) for word in harms}
        seen = {word: entry.get("reason") for word, entry in entries.items() if entry["state"] == "quarantined"}
        expect(seen == harms, entries)
        found = json.loads(corpusctl("search", "--json", "path:escape"))
        told = json.loads(corpusctl("show", "--json", found["id"]))["body"]
        came = dict(line.rsplit(": ", 1) for line in told.splitlines() if line)
        expect(len(came) >= 15 and set(came.values()) == {"refused"}, came)
        write_articles(2, first=3)
        expect(indexed() == 6 and main_process() == process, status()["files"])
        run("systemctl", "stop", SERVICE)
    return f"{len(came)} attempts refused ({', '.join(came)}); {', '.join(harms.values())}; 6 others indexed"


CHECKS = [probe, workers, hostile_parser, memory]
