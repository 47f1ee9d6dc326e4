"""What the journal holds, for programs and for people."""

import os

from machine import (
    CONFIGURATION, CORPUS, SERVICE, SOCKET, drop_in, expect, fresh, indexed, journal, now, run, until, write,
)

READY, UNUSABLE = "7fc1927759884c668299bd22db12be4b", "f8ec44d3087645b19443c43384fdf464"
STOPPED = "3ca7e474b140487ca8a2798dce32f689"


def entry(event, since):
    """The entry of an event, once it is there."""
    return until(f"an entry {event}", lambda: journal("-u", SERVICE, f"MESSAGE_ID={event}", since=since))[0]


def fields():
    """Entries of the journal have MESSAGE_ID=, CORPUSD_PATH= and ERRNO=, and the catalogue explains them"""
    since = now()
    fresh(articles=3)
    indexed()
    ready = entry(READY, since)
    expect(ready["CORPUSD_PATH"] == CORPUS and ready["PRIORITY"] == "5", ready)
    expect(ready["SYSLOG_IDENTIFIER"] == "corpusd" and ready["_SYSTEMD_UNIT"] == SERVICE, ready)
    os.chmod(CORPUS, 0)
    run("systemctl", "restart", SERVICE)
    stopped = entry(STOPPED, since)
    expect((stopped["CORPUSD_PATH"], stopped["ERRNO"]) == (CORPUS, "13"), stopped)
    os.chmod(CORPUS, 0o755)
    write(CONFIGURATION, "corpus = 7\n")
    run("systemctl", "restart", SERVICE, status=1)
    expect(entry(UNUSABLE, since)["PRIORITY"] == "3", "another priority")
    run("journalctl", "--update-catalog")
    shown = run("journalctl", "--catalog", "--since", f"@{since:.6f}", f"MESSAGE_ID={READY}")
    expect(f"corpusd watches {CORPUS} and answers" in shown, shown)
    return f"MESSAGE_ID={READY} CORPUSD_PATH={CORPUS}; MESSAGE_ID={STOPPED} ERRNO=13"


def elsewhere():
    """Where stderr is no journal, the log is lines"""
    log = "/var/log/corpusd-lines"
    with drop_in(f"[Service]\nStandardError=file:{log}\n"):
        fresh(articles=3)
        indexed()
        run("systemctl", "stop", SERVICE, SOCKET)
    with open(log, encoding="utf-8") as file:
        lines = file.read().splitlines()
    os.unlink(log)
    expect(lines and all(line.startswith("corpusd: ") for line in lines), lines)
    return lines[0]


CHECKS = [fields, elsewhere]
