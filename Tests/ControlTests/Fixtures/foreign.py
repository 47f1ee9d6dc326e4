"""A client that we did not write (PyPI `varlink`) asks our service; its address is the first argument.

Prints one line per step; the test that runs it expects these lines.
"""

import sys

import varlink

with varlink.Client(address=sys.argv[1]) as client:
    interfaces = client.get_interfaces()
    print("interfaces", *sorted(interfaces))
    with client.open("org.varlink.service") as service:
        for name in sorted(interfaces):
            description = service.GetInterfaceDescription(name)["description"]
            print(name, *sorted(varlink.Interface(description).members))

    with client.open("io.corpusd.Status") as status:
        print("articles", status.Describe()["status"]["articles"])
        try:
            status.Sync(timeoutMs=10)
        except varlink.VarlinkError as error:
            print(error.error(), error.parameters()["files"])

    with client.open("io.corpusd.Search", namespaced=True) as search:
        replies = list(search.Search(query="geneva", limit=3, _more=True))
        print("hits", *[reply.hit.id for reply in replies[:-1]], "total", replies[-1].total)
        print("first", search.Search(query="geneva", limit=3).hit.title)
        print("entity", search.Get("42").article.entities[0].mentions[0].end)
        value = search.Facets(query="", fields=["topic"]).facets[0].values[0]
        print("facet", value.name, value.articles)
        try:
            search.Search('"open')
        except varlink.VarlinkError as error:
            print(error.error(), error.parameters()["offset"])

    with client.open("io.corpusd.Ledger") as ledger:
        print("reason", ledger.Lookup(path="b.txt")["entries"][0]["reason"])

    with client.open("io.systemd.Metrics") as metrics:
        values = list(metrics.List(_more=True))
        print("metric", values[0]["name"], values[0]["value"], values[0]["fields"]["state"], "of", len(values))
        family = list(metrics.Describe(_more=True))[-1]
        print("family", family["name"], family["type"])
