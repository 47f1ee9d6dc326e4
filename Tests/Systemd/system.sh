#!/bin/bash
# Boots a throwaway systemd over this machine's root, runs a program in it as a unit, and ends as the program does.
#
#   system.sh IMAGE FOLDER PROGRAM [ARGUMENT...]
#
# IMAGE is laid over the root: what `make install DESTDIR=IMAGE` made. FOLDER is seen as /tests, read-only, and PROGRAM
# is called below it. What is written goes to memory and away. There is no network but loopback, and nothing of what
# this machine enables runs. Exit status: the program's; 125 when there was no system to run it in, 137 after TIMEOUT
# (seconds; 900).
#
# Two cgroup hierarchies are met. Beside a running systemd we ask it for a scope with Delegate=yes, as nspawn's manual
# page wants it. In a container without one we make a child of our own cgroup in each hierarchy: the inner systemd takes
# that for its root, and manages nothing else. nspawn mounts the controllers of version 1 read-only; as these are ours
# alone, they are made writable before systemd looks, so that MemoryMax= and TasksMax= hold there too. Version 2 hands
# controllers down only from a group that has no process of its own, so in the scope we and nspawn have one each.
set -euo pipefail

# A child of our own cgroup in each hierarchy; prints their folders.
make_cgroups() {
    local name=$1 controllers path hierarchy child file
    while IFS=: read -r _ controllers path; do
        hierarchy=/sys/fs/cgroup/${controllers#name=}
        [[ -n $controllers || ! -d /sys/fs/cgroup/unified ]] || hierarchy=/sys/fs/cgroup/unified
        # Where only a part of the hierarchy is mounted, that part is its root.
        [[ -d $hierarchy$path ]] || path=
        child=${hierarchy%/}${path%/}/$name
        mkdir "$child"
        # A cpuset of version 1 is empty at first, and holds no process until it is filled.
        for file in cpuset.cpus cpuset.mems; do
            [[ ! -e $child/$file || -e $child/cgroup.controllers ]] || cat "${child%/*}/$file" >"$child/$file"
        done
        echo "$child"
    done </proc/self/cgroup
}

# In a scope of version 2: a group that we enter, and one for nspawn, told to what we start.
divide_scope() {
    local scope controller controllers
    scope=/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup)
    export CORPUSD_MACHINE=$scope/machine
    mkdir "$scope/checks" "$CORPUSD_MACHINE"
    echo $$ >"$scope/checks/cgroup.procs"
    read -ra controllers <"$scope/cgroup.controllers"
    for controller in "${controllers[@]}"; do
        echo "+$controller" >"$scope/cgroup.subtree_control"
    done
}

remove_cgroups() {
    local child
    for child in "$@"; do
        # The kernel takes a moment to empty it.
        for _ in {1..50}; do
            find "$child" -depth -type d -exec rmdir {} + 2>/dev/null && break
            sleep 0.1
        done
    done
}

finish() {
    [[ -z ${system-} ]] || kill -KILL "$system" 2>/dev/null || true
    [[ -z ${reader-} ]] || kill "$reader" 2>/dev/null || true
    remove_cgroups "${cgroups[@]}"
    rm -rf "$work"
}

# Becomes a command, in a control group if one is named.
enter() {
    [[ -z $1 ]] || echo "$BASHPID" >"$1/cgroup.procs"
    exec "${@:2}"
}

# In namespaces of its own: its mounts are seen nowhere else.
boot() {
    local work=$1 machine=$1/machine root=$1/machine/root image folder program=$4 unit
    image=$(realpath "$2") folder=$(realpath "$3")
    shift 4
    mount -t tmpfs -o mode=0755 tmpfs "$machine"
    mkdir "$machine"/{upper,work,root}
    mount -t overlay -o "lowerdir=/,upperdir=$machine/upper,workdir=$machine/work" overlay "$root"
    rm -rf "$root"/etc/systemd/{system,user} "$root"/etc/rc[0-9S].d "$root/var/log/journal" "$root/etc/machine-id" \
        "$root/var/lib/dbus/machine-id"
    cp -a "$image"/* "$root"
    mkdir -p "$root/etc/systemd/system" "$root/var/log/journal"
    : >"$root/etc/fstab"
    : >"$root/etc/machine-id"
    for unit in console-getty.service systemd-networkd.socket systemd-networkd.service systemd-resolved.service; do
        ln -s /dev/null "$root/etc/systemd/system/$unit"
    done
    cat >"$root/etc/systemd/system/checks.target" <<UNIT
[Unit]
Requires=multi-user.target checks.service
After=multi-user.target
AllowIsolate=yes
UNIT
    cat >"$root/etc/systemd/system/checks.service" <<UNIT
[Unit]
After=multi-user.target
SuccessAction=exit-force
FailureAction=exit-force
[Service]
Type=exec
Environment=HOME=/root PYTHONDONTWRITEBYTECODE=1 TERM=dumb LANG=C.UTF-8
ExecStart=/tests/$program$(printf ' "%s"' "$@")
StandardOutput=file:/report/lines
StandardError=inherit
UNIT
    # nspawn keeps its locks there.
    mkdir -p /run/systemd
    mount -t tmpfs tmpfs /run/systemd
    # CAP_SYS_RESOURCE raises limits (LimitNOFILE=), CAP_BPF and bpf(2) are what IPAddressDeny= is made of; landlock(7),
    # by which the workers are confined, is among what nspawn refuses by itself.
    # shellcheck disable=SC2016
    enter "${CORPUSD_MACHINE-}" \
        systemd-nspawn --quiet --settings=no --register=no --keep-unit --directory="$root" --machine=corpusd-checks \
        --private-network --resolv-conf=off --timezone=off --link-journal=no --console=read-only \
        --capability=CAP_SYS_RESOURCE,CAP_BPF \
        --system-call-filter='bpf landlock_create_ruleset landlock_add_rule landlock_restrict_self' \
        --tmpfs=/var/tmp:mode=1777 --bind="$work/report:/report" --bind-ro="$folder:/tests" \
        /bin/sh -c 'for tasks in /sys/fs/cgroup/*/tasks; do
                        [ ! -e "$tasks" ] || mount -o remount,bind,rw "${tasks%/*}"
                    done
                    exec /lib/systemd/systemd systemd.unit=checks.target systemd.show_status=yes' &
    # Not exec: a first process would take its arguments for the kernel's.
    wait $!
}

if [[ ${1-} = --boot ]]; then
    shift
    boot "$@"
    exit
fi
if [[ -d /run/systemd/system && -z ${CORPUSD_SCOPE-} ]]; then
    exec env CORPUSD_SCOPE=1 systemd-run --quiet --scope --property=Delegate=yes "$0" "$@"
fi
work=$(mktemp -d /tmp/corpusd-systemd.XXXXXX)
cgroups=()
trap finish EXIT
mkdir "$work/machine" "$work/report"
mkfifo "$work/report/lines"
[[ -n ${CORPUSD_SCOPE-} ]] || mapfile -t cgroups < <(make_cgroups "${work##*/}")
[[ -z ${CORPUSD_SCOPE-} || ! -e /sys/fs/cgroup/cgroup.controllers ]] || divide_scope
cat "$work/report/lines" &
reader=$!
# Each dies with its parent, the first one with us, and a process namespace with its first process: nothing is left.
(
    for child in "${cgroups[@]}"; do echo "$BASHPID" >"$child/cgroup.procs"; done
    exec setpriv --pdeathsig KILL timeout --foreground --signal=KILL "${TIMEOUT:-900}" \
        setpriv --pdeathsig KILL unshare --mount --propagation private --pid --mount-proc --fork --kill-child \
        "$0" --boot "$work" "$@"
) </dev/null >"$work/console" 2>&1 &
system=$! status=0
wait "$system" || status=$?
system=
# The reader ends when the program has closed its output, and still waits when there was no program.
if (( status != 0 )) && kill -0 "$reader" 2>/dev/null; then
    tail -n 40 "$work/console" >&2
    (( status == 137 )) || status=125
fi
exit "$status"
