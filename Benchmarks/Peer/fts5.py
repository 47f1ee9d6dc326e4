"""The peer: what python's own sqlite3 does with the same files by FTS5, in one process and without a service.

fts5.py bulk regular|contentless CORPUS DATABASE   indexes all files; WAL, synchronous=NORMAL, 1000 files a transaction
fts5.py queries DATABASE QUERIES                    times queries (JSON lines with "fts5"), three times each
fts5.py drops DATABASE COUNT FILE                   inserts, commits and finds one document at a time: the floor of a drop

Prints one JSON object.
"""

import json
import os
import sqlite3
import sys
import time

OPTIONS = "tokenize='unicode61 remove_diacritics 2'"
BATCH = 1000


def connect(path):
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    return database


def status(name):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def files(folder):
    for base, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            yield os.path.join(base, name)


def bulk(kind, corpus, path):
    database = connect(path)
    contentless = "content=''," if kind == "contentless" else ""
    database.execute(f"CREATE VIRTUAL TABLE words USING fts5(body, {contentless} {OPTIONS})")
    database.execute("CREATE TABLE file(id INTEGER PRIMARY KEY, path TEXT, size INTEGER, modified INTEGER)")
    database.execute("BEGIN")
    for number, name in enumerate(files(corpus), 1):
        with open(name, "rb") as file:
            stamp = os.fstat(file.fileno())
            text = file.read().decode("utf-8", "replace")
        database.execute("INSERT INTO file VALUES (?, ?, ?, ?)", (number, name, stamp.st_size, stamp.st_mtime_ns))
        database.execute("INSERT INTO words(rowid, body) VALUES (?, ?)", (number, text))
        if number % BATCH == 0:
            database.execute("COMMIT")
            database.execute("BEGIN")
    database.execute("COMMIT")
    database.close()
    times = os.times()
    return {"cpu": times.user + times.system, "peakMiB": status("VmHWM")}


def queries(path, source):
    database = connect(path)
    regular = "content=''" not in database.execute("SELECT sql FROM sqlite_master WHERE name='words'").fetchone()[0]
    shown = "snippet(words, 0, '', '', '…', 24)" if regular else "rowid"
    page = f"SELECT rowid, {shown} FROM words WHERE words MATCH ? ORDER BY %s LIMIT 20"
    result = {"relevance": [], "newest": [], "totals": []}
    for line in open(source):
        query = json.loads(line)["fts5"]
        result["totals"].append(database.execute("SELECT count(*) FROM words WHERE words MATCH ?", (query,)).fetchone()[0])
        for name, order in (("relevance", "rank"), ("newest", "rowid DESC")):
            for _ in range(3):
                began = time.perf_counter()
                database.execute(page % order, (query,)).fetchall()
                if regular:
                    database.execute("SELECT count(*) FROM words WHERE words MATCH ?", (query,)).fetchone()
                result[name].append((time.perf_counter() - began) * 1000)
    return result


def drops(path, count, text):
    database = connect(path)
    with open(text) as file:
        body = file.read()
    last = database.execute("SELECT max(id) FROM file").fetchone()[0]
    times = []
    for number in range(count):
        began = time.perf_counter()
        database.execute("BEGIN")
        database.execute("INSERT INTO words(rowid, body) VALUES (?, ?)", (last + 1 + number, f"peertoken{number} {body}"))
        database.execute("COMMIT")
        found = database.execute("SELECT rowid FROM words WHERE words MATCH ?", (f"peertoken{number}",)).fetchall()
        times.append((time.perf_counter() - began) * 1000)
        assert len(found) == 1
    return {"times": times}


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    if command == "bulk":
        answer = bulk(*rest)
    elif command == "queries":
        answer = queries(*rest)
    else:
        answer = drops(rest[0], int(rest[1]), rest[2])
    print(json.dumps(answer))
