"""A client that we did not write (PyPI `varlink`) finds its way about the running service; its address is the argument."""

import sys

import varlink

with varlink.Client(address=sys.argv[1]) as client:
    for name in sorted(client.get_interfaces()):
        with client.open("org.varlink.service") as service:
            text = service.GetInterfaceDescription(name)["description"]
        print(name, len(varlink.Interface(text).members) > 0)
    with client.open("io.corpusd.Search") as search:
        replies = list(search.Search(query="patrushev", _more=True))
        print(*sorted(reply["hit"]["path"][:3] for reply in replies[:-1]), "total", replies[-1]["total"])
        first = replies[0]["hit"]["id"]
        print("Patrushev" in search.Get(first)["article"]["body"])
    with client.open("io.corpusd.Status") as status:
        print(status.Describe()["status"]["articles"], status.Sync()["settled"])
    with client.open("io.corpusd.Ledger") as ledger:
        print(*[reply["entry"]["state"] for reply in ledger.List(_more=True) if reply.get("entry")])
