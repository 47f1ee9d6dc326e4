# shellcheck shell=bash
# Read by the scripts beside it: a line for each check, and an exit status for all of them.

failed=0

# check SENTENCE COMMAND...: says whether it is so, and shows what was printed when it is not.
check() {
    local said
    if said=$("${@:2}" 2>&1); then
        echo "ok    $1"
    else
        echo "FAIL  $1: ${*:2}"
        sed 's/^/      /' <<<"$said"
        failed=1
    fi
}

# not COMMAND...: fails when the command does not.
not() { ! "$@"; }

# says TEXT COMMAND...: fails unless the command prints that, and shows what it prints instead.
says() {
    local printed
    printed=$("${@:2}" 2>&1) || true
    [[ $printed == *"$1"* ]] || { echo "it says: $printed"; false; }
}

# silent COMMAND...: fails when the command fails, or prints anything.
silent() {
    local printed
    if ! printed=$("$@" 2>&1) || [[ -n $printed ]]; then
        echo "it says: $printed"
        false
    fi
}

# The ids of the articles that a query finds, and when each first came: what no reading of the corpus gives again.
arrivals() {
    corpusctl search --json "$1" | sed 's/.*"id":"\([0-9]*\)".*/\1/' |
        while read -r id; do corpusctl show --json "$id" | grep -o '"arrived":"[^"]*"' | sed "s/^/$id /"; done
}
