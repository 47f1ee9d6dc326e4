"""Several corpora side by side, and the service of a user."""

import os
import pwd
import shutil

from machine import expect, fresh, indexed, run, show, state, until, write, write_articles

USER, HOME = "reader", "/home/reader"


def template():
    """corpusd@NAME keeps corpora side by side"""
    fresh(articles=3)
    names = {"alpha": 4, "beta": 5}
    for name, count in names.items():
        os.makedirs(f"/etc/corpusd/{name}")
        write(f"/etc/corpusd/{name}/corpusd.toml", f'corpus = "/srv/{name}"\n')
        write_articles(count, folder=f"/srv/{name}")
    # Enabling the service enables its socket with it; the other one is started by its first caller.
    run("systemctl", "enable", "--now", "corpusd@alpha.service")
    expect(run("systemctl", "is-enabled", "corpusd@alpha.socket") == "enabled", "the socket is not enabled")
    run("systemctl", "enable", "--now", "corpusd@beta.socket")
    expect(state("corpusd@beta.service") == "inactive", "it runs before anybody calls")
    counts = {name: indexed(name) for name in names}
    expect(counts == names and indexed() == 3, f"{counts}, {indexed()}")
    # A restart of one leaves the others alone.
    others = ["corpusd.service", "corpusd@beta.service"]
    processes = [show("MainPID", unit) for unit in others]
    run("systemctl", "restart", "corpusd@alpha.service")
    expect(processes == [show("MainPID", unit) for unit in others], "others were restarted")
    expect(indexed("alpha") == 4, indexed("alpha"))
    places = [f"/var/lib/corpusd/{name}/index.sqlite" for name in names]
    expect(all(os.path.exists(place) for place in places), places)
    for name in names:
        run("systemctl", "disable", "--now", f"corpusd@{name}.socket", f"corpusd@{name}.service")
        expect(state(f"corpusd@{name}.service") == "inactive", name)
        shutil.rmtree(f"/srv/{name}")
    return f"{counts}, and 3 in the one without a name"


def user():
    """The user's unit watches a folder of the user, with the paths of XDG"""
    if USER not in (entry.pw_name for entry in pwd.getpwall()):
        run("useradd", "--create-home", USER)
    number = pwd.getpwnam(USER).pw_uid
    write_articles(6, folder=f"{HOME}/news")
    os.makedirs(f"{HOME}/.config/corpusd", exist_ok=True)
    write(f"{HOME}/.config/corpusd/corpusd.toml", f'corpus = "{HOME}/news"\n')
    run("chown", "-R", f"{USER}:", HOME)
    run("systemctl", "start", f"user@{number}.service")
    runtime = f"/run/user/{number}"
    socket = f"{runtime}/corpusd/io.corpusd"

    def as_user(*command):
        places = [f"XDG_RUNTIME_DIR={runtime}", f"CORPUSD_SOCKET={socket}"]
        return run("runuser", "-u", USER, "--", "env", *places, *command)

    as_user("systemctl", "--user", "enable", "--now", "corpusd.socket")
    as_user("corpusctl", "sync")
    found = as_user("corpusctl", "search", "number", "--json").splitlines()
    expect(len(found) == 6, found)

    def line():
        return as_user("systemctl", "--user", "show", "-P", "StatusText", "corpusd.service")

    until("the status line", lambda: "articles 6" in line())
    expect(os.path.samefile(f"{runtime}/systemd/report/io.corpusd", socket), "no metrics for the user's systemd-report")
    owner = os.stat(f"{HOME}/.local/state/corpusd/index.sqlite").st_uid
    expect(owner == number, owner)
    seen = line()
    said = as_user("sh", "-c", "systemd-analyze --user verify /usr/local/lib/systemd/user/corpusd.service 2>&1")
    expect(not said, said)
    run("systemctl", "stop", f"user@{number}.service")
    return f"'{seen}', index below {HOME}/.local/state"


CHECKS = [template, user]
