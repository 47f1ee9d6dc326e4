"""PyPI's varlink asks a running corpusd for every interface and every method that reads. Its argument is the address."""

import sys

import varlink

failed = False


def check(name, ask):
    global failed
    try:
        said = str(ask()).split("\n")[0][:100]
    except Exception as error:  # Whatever it is, it is what there is to tell.
        said = repr(error)
    else:
        if said:
            print(f"ok      PyPI's varlink {name}: {said}")
            return
    print(f"FAILED  PyPI's varlink {name}: {said}")
    failed = True


def refused(name, error, ask):
    def expect():
        try:
            ask()
        except varlink.VarlinkError as refusal:
            assert refusal.error() == error, refusal.error()
            return error
        raise AssertionError("it was not refused")

    check(name, expect)


with varlink.Client(address=sys.argv[1]) as client:
    for name in client.get_interfaces():
        check(f"reads {name}", lambda: len(client.get_interface(name).description))
    with client.open("io.corpusd.Status") as status:
        check("describes", lambda: status.Describe()["status"]["state"])
        check("syncs", lambda: status.Sync(timeoutMs=10_000)["sequence"])
        # A stream that never ends by itself is left by hanging up.
        check("monitors", lambda: next(status.Monitor(_more=True))["status"]["articles"])
    with client.open("io.corpusd.Search") as search:
        check("streams hits", lambda: list(search.Search(query="geneva", _more=True))[-1].get("total"))
        check("counts", lambda: search.Facets(query="", fields=["topic"])["facets"][0]["values"][0])
        check("exports", lambda: len(list(search.Export(_more=True))))
        refused("is told of a mistake", "io.corpusd.Search.InvalidQuery", lambda: search.Search(query='"open'))
        refused("is told what is not there", "io.corpusd.Search.NotFound", lambda: search.Get(id="999999"))
    with client.open("io.corpusd.Ledger") as ledger:
        check("lists", lambda: len(list(ledger.List(_more=True))))
        check("catches up", lambda: list(ledger.Changes(wait=False, _more=True))[-1]["cursor"])
        refused("is told of a cursor", "org.varlink.service.InvalidParameter", lambda: ledger.Changes(cursor="~"))
        check("looks up", lambda: ledger.Lookup(path="000_cd5b2ea129040593.txt")["entries"][0]["state"])
    with client.open("io.corpusd.Ledger") as ledger:
        check("follows", lambda: next(ledger.Changes(_more=True))["change"]["path"])
    with client.open("io.corpusd.Control") as control:
        check("lists topics", lambda: len(control.Topics()["topics"]))
        check("copies", lambda: list(control.Backup(_more=True))[-1].get("bytes"))
sys.exit(failed)
