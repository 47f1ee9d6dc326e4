#!/usr/bin/env python3
"""Checks the installed service under a systemd that may be broken: `system.sh` boots one.

    checks.py [WORD...]

Prints a line a check: how it went, its name, and what was seen; after a failure also the journal. WORDs pick the checks
whose names hold one of them. Exit status: 0, or 1 when a check failed.
"""

import subprocess
import sys
import traceback

import configuration
import hardening
import instances
import journal_fields
import lifecycle
import places
from machine import Failure, Skipped, Stopwatch, now

MODULES = [lifecycle, configuration, hardening, instances, journal_fields, places]


def main(words):
    whole, failed = Stopwatch(), 0
    checks = [check for module in MODULES for check in module.CHECKS]
    if words:
        checks = [check for check in checks if any(word in check.__doc__ for word in words)]
    for check in checks:
        since, watch = now(), Stopwatch()
        try:
            how, seen = "ok", check()
        except Skipped as skipped:
            how, seen = "skipped", skipped
        except Failure as failure:
            how, seen = "FAILED", failure
        except Exception:
            how, seen = "FAILED", traceback.format_exc()
        print(f"{how:7} {check.__doc__}: {seen} [{watch}]", flush=True)
        if how == "FAILED":
            failed += 1
            subprocess.run(["journalctl", "--sync"], check=False)
            journal = ["journalctl", "--no-pager", f"--since=@{since:.6f}", "--lines=40", "--output=short-precise"]
            subprocess.run(journal, check=False)
    print(f"{len(checks)} checks under systemd in {whole}, {failed} failed", flush=True)
    return 1 if failed or not checks else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
