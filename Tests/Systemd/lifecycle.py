"""Start, activation, readiness, status line, watchdog, stop, restart, limits."""

import json
import os
import re
import signal
import sqlite3
import threading

from machine import (
    CONFIGURATION, CORPUS, SERVICE, SOCKET, STATE, Stopwatch, begin, bulk, complaint, corpusctl, drop_in, expect, fresh,
    indexed, journal, main_process, now, open_files, run, show, state, status, until, write, write_articles,
)


def installation():
    """The README's commands install a service that its group may ask and strangers may not"""
    write_articles(3)
    run("systemd-sysusers")
    run("systemd-tmpfiles", "--create")
    run("systemctl", "daemon-reload")
    run("systemctl", "enable", "--now", SOCKET, SERVICE)
    expect(state() == "active" and indexed() == 3, f"{state()}, {status()['files']}")
    run("useradd", "member", "--groups", "corpusd")
    run("useradd", "stranger")
    run("runuser", "-u", "member", "--", "corpusctl", "status")
    said = complaint("runuser", "-u", "stranger", "--", "corpusctl", "status", status=3)
    enabled = run("systemctl", "is-enabled", SOCKET, SERVICE).split()
    expect(enabled == ["enabled", "enabled"], enabled)
    return f"3 of 3 files found; a stranger: '{said}'"


def verify():
    """The installed units satisfy systemd-analyze"""
    names = SERVICE, SOCKET, "corpusd@.service", "corpusd@.socket"
    units = [f"/usr/local/lib/systemd/system/{name}" for name in names]
    missing = [unit for unit in units if not os.path.exists(unit)]
    expect(not missing, missing)
    said = complaint("systemd-analyze", "verify", *units, status=None)
    expect(not said, said)
    exposure = run("systemd-analyze", "security", "--no-pager", SERVICE).splitlines()[-1].split()
    number = next(float(word) for word in exposure if word.replace(".", "").isdigit())
    expect(number <= 0.7, f"exposure {number}")
    return f"silent, exposure {number}"


def activation():
    """The first corpusctl starts the service"""
    fresh(articles=3)
    expect(state() == "inactive" and state(SOCKET) == "active", f"{state()}, {state(SOCKET)} before")
    watch = Stopwatch()
    corpusctl("status")
    waited = str(watch)
    expect(state() == "active", state())
    expect(indexed() == 3, status())
    return f"answered after {waited}"


def report():
    """The metrics are where systemd-report looks for them, for as long as the socket is there"""
    fresh(articles=3)
    link = "/run/systemd/report/io.corpusd"
    said = run("corpusctl", "--socket", link, "call", "io.systemd.Metrics.List", "--more").splitlines()
    names = {json.loads(line)["name"] for line in said}
    # What does not begin with the name of the socket is not reported, nor what would be no name in Varlink.
    wrong = [name for name in names if not re.fullmatch(r"io\.corpusd\.[A-Za-z](_?[A-Za-z0-9])*", name)]
    expect(names and not wrong, wrong)
    # So many are reported of all services together by systemd 260, later four times as many.
    expect(len(said) < 1024 / 2, len(said))
    run("systemctl", "stop", SOCKET, SERVICE)
    expect(not os.path.lexists(link), "a link to nothing stays")
    return f"{len(said)} values of {len(names)} families"


def early_calls():
    """Calls that are made while it starts are served"""
    fresh(articles=3)
    go = f"{CORPUS}/.go"
    hold = f"[Service]\nExecStartPre=/bin/sh -c 'until [ -e {go} ]; do sleep 0.05; done'\n"
    with drop_in(hold):
        calls = [begin("corpusctl", "sync") for _ in range(20)]
        until("the start", lambda: state() == "activating")
        expect(all(call.poll() is None for call in calls), "a call ended before the service ran")
        write(go, "")
        results = [(call.wait(60), call.stderr.read()) for call in calls]
    expect(all(code == 0 for code, _ in results), [text for code, text in results if code])
    return f"{len(results)} of {len(results)} answered"


def readiness():
    """Ready is said only when a query can be answered"""
    fresh(articles=3)
    indexed()
    run("systemctl", "stop", SERVICE)
    # A connection that keeps the index for itself, as no reader of it can be served.
    index = sqlite3.connect(f"{STATE}/index.sqlite", isolation_level=None)
    index.execute("PRAGMA locking_mode = EXCLUSIVE")
    index.execute("BEGIN EXCLUSIVE")
    run("systemctl", "start", "--no-block", SERVICE)
    until("the daemon at the index", lambda: f"{STATE}/index.sqlite" in open_files(main_process()))
    watch, seen = Stopwatch(), set()
    while watch.seconds < 1:
        seen.add(state())
    index.execute("COMMIT")
    index.close()
    expect("active" not in seen, "it said READY while the index could not be read")
    until("the start", lambda: state() == "active")
    corpusctl("search", "number", "--limit", "1")
    return f"{' or '.join(sorted(seen))} while the index was held, then active"


def status_line():
    """The status line of systemctl lives, and a busy load keeps the watchdog fed"""
    count, seen = bulk(), []
    fresh(articles=count)
    with drop_in("[Service]\nWatchdogSec=3\n"):
        process = main_process() or None
        load = begin("corpusctl", "sync")
        while load.poll() is None:
            line = show("StatusText")
            if line and line not in seen[-1:]:
                seen.append(line)
            process = process or main_process()
        expect(load.returncode == 0, load.stderr.read())
        expect(len(seen) >= 4, f"only {seen}")
        shown = run("systemctl", "status", SERVICE)
        expect(f'Status: "' in shown and f"articles {count}" in shown, shown)
        restarts = int(show("NRestarts"))
    expect(restarts == 0 and main_process() == process, f"{restarts} restarts under load")
    expect(status()["files"]["indexed"] == count, status()["files"])
    return f"{len(seen)} lines, such as '{seen[len(seen) // 2]}'; no restart with WatchdogSec=3"


def stuck():
    """A stuck daemon is killed by the watchdog and started again"""
    fresh(articles=3)
    with drop_in("[Service]\nWatchdogSec=2\nRestartSec=100ms\n"):
        corpusctl("sync")
        process, since, watch = main_process(), now(), Stopwatch()
        os.kill(process, signal.SIGSTOP)
        until("another process", lambda: main_process() not in (0, process) and state() == "active")
        waited = str(watch)
        expect(indexed() == 3, status())
    said = [entry["MESSAGE"] for entry in journal("_PID=1", f"UNIT={SERVICE}", since=since)]
    expect(any("Watchdog timeout" in line for line in said), said)
    return f"active again after {waited}"


def stuck_queue():
    """One queue that is stuck gets the service killed and started again"""
    fresh(articles=3)
    with drop_in("[Service]\nWatchdogSec=2\nRestartSec=100ms\n"):
        corpusctl("sync")
        process, since = main_process(), now()
        # The writer waits for the lock, longer than the watchdog does; everything else goes on.
        index = sqlite3.connect(f"{STATE}/index.sqlite", isolation_level=None)
        index.execute("BEGIN IMMEDIATE")
        write_articles(1, first=3)
        until("the end of the process", lambda: main_process() != process)
        index.close()
        until("another process", lambda: state() == "active")
        expect(indexed() == 4, status())
    said = [entry["MESSAGE"] for entry in journal("-u", SERVICE, since=since)]
    expect(any("Watchdog timeout" in line for line in said), said)
    stuck = [line for line in said if line.startswith("No answer from")]
    expect(stuck, said)
    return stuck[0]


def stop_under_load():
    """It stops within 2 s under full load, in order, and its socket starts it again"""
    count = bulk()
    fresh(articles=count)
    run("systemctl", "start", SERVICE)
    until("the load", lambda: status()["files"]["indexed"] > 0)
    done, watch = status()["files"]["indexed"], Stopwatch()
    run("systemctl", "stop", SERVICE)
    seconds = watch.seconds
    expect(done < count, "the load was over before the stop")
    expect(seconds <= 2, f"{seconds:.2f} s")
    expect(show("Result") == "success", show("Result"))
    expect(state() == "inactive" and state(SOCKET) == "active", f"{state()}, {state(SOCKET)}")
    expect(indexed() == count, status()["files"])
    return f"{seconds:.2f} s at {done} of {count} files; the next call has them all"


def restart():
    """Restarts lose no event and no call"""
    fresh(articles=10)
    corpusctl("sync")
    over, refused = threading.Event(), []
    calls = {("search", "number", "--limit", "1"): 0, ("status",): 0, ("sync",): 0}

    def ask(command):
        while not over.is_set():
            call = begin("corpusctl", *command)
            complaint = call.communicate()[1]
            if call.returncode == 0:
                calls[command] += 1
            else:
                refused.append(f"{command[0]}: {complaint}")

    def drop():
        for number in range(10, 1000):
            if over.is_set():
                return
            write_articles(1, first=number)
            over.wait(0.02)

    threads = [threading.Thread(target=ask, args=[command]) for command in calls] + [threading.Thread(target=drop)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(5):
            before = dict(calls)
            until("an answer to each call", lambda: all(calls[command] > before[command] for command in calls))
            run("systemctl", "restart", SERVICE)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    written = sum(len(files) for _, _, files in os.walk(CORPUS))
    answered = sum(calls.values())
    expect(not refused, f"{len(refused)} of {len(refused) + answered} calls failed: {refused[:3]}")
    expect(indexed() == written, f"{status()['files']} of {written}")
    return f"5 restarts, {answered} calls answered, {written} of {written} files found"


def crash_loop():
    """What keeps it from starting is tried again at a measured pace, and mended without a hand on the unit"""
    fresh(articles=3)
    corpusctl("sync")
    run("systemctl", "stop", SERVICE)
    os.rename(f"{STATE}/index.sqlite", f"{STATE}/kept")
    os.mkdir(f"{STATE}/index.sqlite")
    watch = Stopwatch()
    run("systemctl", "start", "--no-block", SERVICE)
    until("two restarts", lambda: int(show("NRestarts")) >= 2)
    seconds = watch.seconds
    until("the exit status", lambda: show("ExecMainStatus") == "1")
    expect(seconds >= 3.5, f"two restarts within {seconds:.2f} s")
    os.rmdir(f"{STATE}/index.sqlite")
    os.rename(f"{STATE}/kept", f"{STATE}/index.sqlite")
    until("the start", lambda: state() == "active")
    expect(indexed() == 3, status())
    return f"2 restarts in {seconds:.1f} s with exit status 1, active once it could"


def unusable_configuration():
    """A configuration that cannot be used ends it with 78, and is not tried again"""
    fresh(articles=3)
    write(CONFIGURATION, "corpus = 7\n")
    run("systemctl", "start", SERVICE, status=1)
    expect(show("ExecMainStatus") == "78", show("ExecMainStatus"))
    expect(state() == "failed" and show("NRestarts") == "0", f"{state()}, {show('NRestarts')} restarts")
    # The socket's count of starts begins anew: in the middle of an interval that began before, the next would be added.
    run("systemctl", "daemon-reload")
    # A caller that waits starts it again and again, until systemd gives the socket up.
    call, since = begin("corpusctl", "status"), now()
    expect(call.wait(60) in (3, 4), call.stderr.read())
    until("the socket's limit", lambda: state(SOCKET) == "failed")
    starts = sum("status=78" in entry["MESSAGE"] for entry in journal("_PID=1", f"UNIT={SERVICE}", since=since))
    expect(starts <= 10, f"{starts} starts for one caller")
    write(CONFIGURATION, f'corpus = "{CORPUS}"\n')
    run("systemctl", "start", SERVICE)
    expect(indexed() == 3 and state(SOCKET) == "active", f"{status()}, {state(SOCKET)}")
    # The socket's count of starts begins anew, for the checks that follow.
    run("systemctl", "daemon-reload")
    return f"no restart, {starts} starts for a caller that waits; `systemctl start` with a mended one starts both units"


CHECKS = [
    installation, verify, activation, report, early_calls, readiness, status_line, stuck, stuck_queue, stop_under_load,
    restart, crash_loop, unusable_configuration,
]
