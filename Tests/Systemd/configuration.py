"""Reload, what it says to the service manager, and drop-ins."""

import os

from machine import (
    CONFIGURATION, CORPUS, SERVICE, complaint, expect, fresh, indexed, journal, main_process, notifications, now, run,
    state, status, until, write, write_articles,
)


def reload():
    """Reload applies a changed configuration, and says RELOADING=1 before READY=1"""
    fresh(articles=3)
    write(f"{CORPUS}/draft.skip", "A draft that is read.\n\nGENEVA (Reuters) - Ministers met.")
    expect(indexed() == 4, "the draft is not read")
    process, since = main_process(), now()
    write(CONFIGURATION, f'corpus = "{CORPUS}"\nignore = ["*.skip"]\n')
    with notifications(since) as told:
        run("systemctl", "reload", SERVICE)
        until("READY=1", lambda: any("READY=1" in message for message in told()))
        messages = [message for message in told() if "RELOADING=1" in message or "READY=1" in message]
    expect("RELOADING=1" in messages[0] and "MONOTONIC_USEC=" in messages[0], messages)
    expect("READY=1" in messages[1], messages)
    expect(indexed() == 3, "the draft is still found")
    expect(main_process() == process and state() == "active", "another process")
    return f"{messages[0]}; then {messages[1]}"


def broken_reload():
    """A broken configuration is refused on reload, and the old one stays"""
    fresh('ignore = ["*.skip"]\n', articles=3)
    write(f"{CORPUS}/draft.skip", "A draft that is not read.")
    expect(indexed() == 3, "the draft is read")
    process, since = main_process(), now()
    write(CONFIGURATION, f'corpus = "{CORPUS}"\nignore = [\n')
    run("systemctl", "reload", SERVICE)
    said = until("a word in the journal", lambda: [
        entry["MESSAGE"] for entry in journal("-u", SERVICE, since=since) if "stays as it was" in entry["MESSAGE"]
    ])
    answer = complaint("corpusctl", "reload", status=4)
    expect("corpusd.toml:2:12" in said[0] and "corpusd.toml:2:12" in answer, (said, answer))
    write_articles(1, first=3)
    write(f"{CORPUS}/other.skip", "Another draft.")
    expect(indexed() == 4, "the old configuration is gone")
    expect(main_process() == process and state() == "active", "another process")
    return said[0]


def drop_ins():
    """Drop-ins in conf.d are read after the file, in the order of their names"""
    fresh('ignore = ["*.none"]\n', articles=3)
    write(f"{CORPUS}/draft.skip", "A draft that is not read.")
    os.makedirs("/etc/corpusd/conf.d")
    write("/etc/corpusd/conf.d/10-first.toml", 'ignore = ["*.txt"]\n')
    write("/etc/corpusd/conf.d/20-last.toml", 'ignore = ["*.skip"]\n')
    expect(indexed() == 3, status()["files"])
    write("/etc/corpusd/conf.d/30-wrong.toml", "ignored = []\n")
    said = complaint("corpusctl", "reload", status=4)
    expect("/etc/corpusd/conf.d/30-wrong.toml: unknown key 'ignored'" in said, said)
    return f"the last of three counts; {said}"


CHECKS = [reload, broken_reload, drop_ins]
