#!/bin/bash
# Asks a running corpusd with clients that nobody here wrote: varlinkctl of a current systemd, in a root that mmdebstrap makes, and
# PyPI's varlink. Then clients that misbehave ask it, while a neighbour is served. A line for each check; 1 when one failed.
#
#   foreign.sh BIN PYTHON ROOT    the folder of the programs, a python with varlink, where the root is or is to be made
set -euo pipefail
bin=$(realpath "$1") python=$2 root=$3
here=$(realpath "$(dirname "$0")")
suite=trixie

failed=0
check() { # NAME COMMAND...: passes when it succeeds and prints something that is not empty
	local name=$1 said
	shift
	if said=$("$@" 2>&1) && [ -n "$said" ]; then
		printf 'ok      %s: %s\n' "$name" "$(head -c 100 <<<"$said" | head -n 1)"
	else
		printf 'FAILED  %s: %s\n' "$name" "$said"
		failed=1
	fi
}
refused() { # NAME ERROR COMMAND...: passes when it fails and names the error
	local name=$1 error=$2 said
	shift 2
	if said=$("$@" 2>&1) || ! grep -qF -- "$error" <<<"$said"; then
		printf 'FAILED  %s: no %s: %s\n' "$name" "$error" "$said"
		failed=1
	else
		printf 'ok      %s: %s\n' "$name" "$error"
	fi
}

work=$(mktemp -d)
daemon=
trap '[ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
mkdir "$work/corpus"
cp "$here"/../../seeds/*.txt "$work/corpus"
# A stranger reads what the mode admits.
chmod 0755 "$work"
printf 'socket-mode = "0666"\ntopic = [{ id = "harbour", seeds = ["tanker"] }]\n' >"$work/corpusd.toml"
socket=$work/io.corpusd
"$bin/corpusd" --config "$work/corpusd.toml" --corpus "$work/corpus" --state "$work/state" --socket "$socket" 2>"$work/log" &
daemon=$!
for _ in $(seq 100); do "$bin/corpusctl" --socket "$socket" sync >/dev/null 2>&1 && break; sleep 0.1; done

# ---------------------------------------------------------------------------------------------------------------- varlinkctl
if [ "$(id -u)" = 0 ] && ! [ -x "$root/usr/bin/varlinkctl" ] && command -v mmdebstrap >/dev/null; then
	rm -rf "$root" "$root.part"
	mkdir -p "$(dirname "$root")"
	if mmdebstrap --quiet --variant=apt --include=systemd "$suite" "$root.part" >&2; then mv "$root.part" "$root"; fi
fi
if [ "$(id -u)" = 0 ] && [ -x "$root/usr/bin/varlinkctl" ]; then
	# The folder of the socket, in a mount namespace that goes with the command.
	inside() { unshare --mount bash -c 'mkdir -p "$1/mnt" && mount --bind "$2" "$1/mnt" && shift 2 && exec "$@"' - \
		"$root" "$work" chroot "$root" "$@"; }
	ctl() { inside varlinkctl "$@"; }
	at=unix:/mnt/io.corpusd
	check "varlinkctl is" ctl --version
	check "varlinkctl info" ctl info "$at"
	for interface in $("$bin/corpusctl" --socket "$socket" call org.varlink.service.GetInfo |
		"$python" -c 'import json,sys; print(*json.load(sys.stdin)["interfaces"])'); do
		check "varlinkctl introspects $interface" ctl introspect "$at" "$interface"
		ctl --json=short call "$at" org.varlink.service.GetInterfaceDescription "{\"interface\":\"$interface\"}" |
			"$python" -c 'import json,sys; sys.stdout.write(json.load(sys.stdin)["description"])' >"$work/$interface.varlink"
		check "varlinkctl finds $interface valid" bash -c \
			"$(declare -f inside); root=$root work=$work; inside varlinkctl validate-idl /mnt/$interface.varlink && echo valid"
	done
	id=$("$bin/corpusctl" --socket "$socket" search --json --limit 1 patrushev |
		"$python" -c 'import json,sys; print(json.loads(sys.stdin.readline())["id"])')
	# METHOD PARAMETERS, with + for one that answers with several replies, and ! ERROR for one that is refused.
	while read -r kind method parameters error; do
		case $kind in
		.) check "varlinkctl calls $method" ctl --json=short call "$at" "io.corpusd.$method" "$parameters" ;;
		+) check "varlinkctl streams $method" ctl --json=short --more call "$at" "io.corpusd.$method" "$parameters" ;;
		!) refused "varlinkctl calls $method $parameters" "$error" ctl call "$at" "io.corpusd.$method" "$parameters" ;;
		esac
	done <<-END
		. Status.Describe {}
		. Status.Sync {"timeoutMs":10000}
		! Status.Sync {"timeoutMs":-1} org.varlink.service.InvalidParameter
		! Status.Monitor {} org.varlink.service.ExpectedMore
		. Search.Search {"query":"patrushev"}
		+ Search.Search {"query":"patrushev","limit":2}
		! Search.Search {"query":"\"open"} io.corpusd.Search.InvalidQuery
		! Search.Search {"query":7} org.varlink.service.InvalidParameter
		. Search.Get {"id":"$id","explain":true}
		! Search.Get {"id":"999999"} io.corpusd.Search.NotFound
		. Search.Facets {"query":"","fields":["topic","day"]}
		+ Search.Export {}
		. Ledger.Lookup {"path":"000_cd5b2ea129040593.txt"}
		. Ledger.List {}
		+ Ledger.List {"state":"indexed"}
		. Ledger.Changes {}
		+ Ledger.Changes {"query":"patrushev","wait":false}
		! Ledger.Changes {"cursor":"~"} org.varlink.service.InvalidParameter
		. Control.Pause {}
		. Control.Resume {}
		. Control.Rescan {}
		+ Control.Rescan {}
		. Control.Retry {}
		+ Control.Reindex {}
		+ Control.Verify {"contents":true}
		. Control.Label {"id":"$id","topic":"harbour"}
		! Control.Label {"id":"$id","topic":"harbor-with-another-name"} io.corpusd.Control.InvalidTopic
		. Control.Unlabel {"id":"$id"}
		. Control.Topics {}
		+ Control.Backup {}
		. Control.Reload {}
		! Status.Guess {} org.varlink.service.MethodNotFound
		! Nothing.Guess {} org.varlink.service.InterfaceNotFound
	END
	refused "a stranger steers nothing" io.corpusd.PermissionDenied \
		inside setpriv --reuid=65534 --regid=65534 --clear-groups varlinkctl call "$at" io.corpusd.Control.Pause '{}'
	check "a stranger reads what the mode admits" \
		inside setpriv --reuid=65534 --regid=65534 --clear-groups varlinkctl --json=short call "$at" io.corpusd.Status.Describe '{}'
else
	echo 'skipped varlinkctl: it needs root, and a root made by mmdebstrap from a mirror of Debian'
fi

# ------------------------------------------------------------------------------------------------------------ PyPI's varlink
"$python" "$here/pypi.py" "unix:$socket" || failed=1

# ------------------------------------------------------------------------------------------------------- those that misbehave
"$python" "$here/abuse.py" "$socket" "$daemon" || failed=1

if kill -0 "$daemon" 2>/dev/null; then echo 'ok      the service lives'; else echo 'FAILED  the service is gone'; cat "$work/log"; failed=1; fi
exit $failed
