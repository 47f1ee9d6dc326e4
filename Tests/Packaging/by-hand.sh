#!/bin/bash
# Without systemd, as an ordinary user, in a root that holds little more than libraries: the paths are those of XDG.
#
#   by-hand.sh             run as root; it makes mount and process namespaces of its own, which end with it
#
# BUILT=debug takes what the tests have built, whose libraries of Swift are those of the toolchain.
set -euo pipefail
if [[ ${1-} != --inside ]]; then
    exec unshare --mount --propagation private --pid --fork --kill-child --mount-proc "$0" --inside
fi
source "$(dirname "$0")/checks.sh"
cd "$(dirname "$0")/../.."

# Of this namespace, so nothing is left of it.
root=/mnt
mount -t tmpfs -o mode=0755 tmpfs "$root"
mkdir -p "$root"/{usr,proc,dev,etc,tmp,home/alice/news,run/user/1000}
for link in bin lib lib64; do ln -s "usr/$link" "$root/$link"; done
make install DESTDIR="$root" PREFIX=/home/alice/.local SYSCONFDIR=/home/alice/config >/dev/null
sed -i 's|^corpus = .*|corpus = "/home/alice/news"|' "$root/home/alice/config/corpusd/corpusd.toml"
mount --bind -o ro /usr "$root/usr"
mount -t proc proc "$root/proc"
touch "$root/dev/null"
mount --bind /dev/null "$root/dev/null"
cp /etc/ld.so.cache "$root/etc"
ldd "$root/home/alice/.local/bin/corpusd" | awk '$3 ~ "^/" && $3 !~ "^/(usr|lib)" { sub("/[^/]*$", "", $3); print $3 }' |
    sort -u | while read -r libraries; do
    mkdir -p "$root$libraries"
    mount --bind -o ro "$libraries" "$root$libraries"
done
cp seeds/*.txt "$root/home/alice/news"
chown -R 1000:1000 "$root/home/alice" "$root/run/user/1000"

# as_alice VARIABLE...: what stands before a command of hers, and the variables of her environment.
as_alice() {
    alice=(chroot --userspec 1000:1000 "$root"
        env -i HOME=/home/alice PATH=/home/alice/.local/bin:/usr/bin "$@")
}
# begin ARGUMENT...: starts the service, and goes on when it answers or has ended.
begin() {
    # What the one before said is not taken for its words.
    : >"$root/tmp/log"
    "${alice[@]}" corpusd "$@" >>"$root/tmp/log" 2>&1 &
    daemon=$!
    grep -q -m 1 '^Ready on' <(tail -n +1 -f --pid "$daemon" "$root/tmp/log") || true
}
# end: stops it, and leaves its exit status in `ended`.
end() {
    kill -TERM "$daemon"
    ended=0
    wait "$daemon" || ended=$?
}

echo '# With nothing but a home'
as_alice
begin --corpus /home/alice/news
check 'it answers below her state' grep 'Ready on /home/alice/.local/state/corpusd/io.corpusd' "$root/tmp/log"
check 'her files are searchable' says '5 files' "${alice[@]}" corpusctl sync
check 'she finds an article' says 'talks conclude in Geneva' "${alice[@]}" corpusctl search blinken
check 'the index lies there too' test -e "$root/home/alice/.local/state/corpusd/index.sqlite"
end
check 'a signal ends it well' test "$ended" = 0

echo '# With the folders of XDG, and a configuration'
as_alice XDG_CONFIG_HOME=/home/alice/config XDG_STATE_HOME=/home/alice/state XDG_RUNTIME_DIR=/run/user/1000
begin
check 'it answers in the runtime folder' grep 'Ready on /run/user/1000/corpusd/io.corpusd' "$root/tmp/log"
check 'her files are searchable' says '5 files' "${alice[@]}" corpusctl sync
check 'she finds an article' says 'talks conclude in Geneva' "${alice[@]}" corpusctl search blinken
check 'the index lies in the state folder' test -e "$root/home/alice/state/corpusd/index.sqlite"
check 'its parsers are confined' says seccomp "${alice[@]}" corpusctl status --json
end
check 'a signal ends it well' test "$ended" = 0

echo '# As the first process of a container'
as_alice
alice=(unshare --pid --fork --kill-child --mount-proc="$root/proc" "${alice[@]}")
begin --corpus /home/alice/news
# Everything else joins the container: it sees processes by its numbers.
first=$(pgrep --parent "$daemon")
as_alice
alice=(nsenter --target "$first" --pid --mount "${alice[@]}")
service=$(pgrep --parent "$first")
zombies() { ps --ppid "$first" --ppid "$service" -o stat=,comm= | grep ^Z; }
# ends COMMAND...: fails when the command still succeeds after ten seconds.
ends() {
    for _ in {1..100}; do
        "$@" >/dev/null || return 0
        sleep 0.1
    done
    not "$@"
}
orphan() { ps --ppid "$first" -o stat=,comm= | grep sleep; }
check 'it is the first' says corpusd "${alice[@]}" cat /proc/1/comm
check 'her files are searchable' says '5 indexed' "${alice[@]}" sh -c 'corpusctl sync; corpusctl status'
# Its parent ends at once, so nobody but the first process can wait for it.
"${alice[@]}" sh -c 'sleep 0.2 &'
check 'it waits for those who lost their parent' ends orphan
news() { echo "The harbour stays closed until $1, the mayor said." >"$root/home/alice/news/$1.txt"; }
news Monday
check 'a file that comes is searchable' says '6 indexed' "${alice[@]}" sh -c 'corpusctl sync; corpusctl status'
pkill -KILL --parent "$service"
news Tuesday
check 'another parser takes the place of one that was killed' \
    says '7 indexed' "${alice[@]}" sh -c 'corpusctl sync; corpusctl status'
# A parser that nothing is asked of is looked after when all of them are given a rest.
check 'no zombie is left' ends zombies
kill -TERM "$first"
ended=0
wait "$daemon" || ended=$?
check 'a signal to the first ends it well' test "$ended" = 0
exit "$failed"
