#!/bin/bash
# Without systemd, as an ordinary user, in a root that holds little more than libraries: the paths are those of XDG.
#
#   by-hand.sh             run as root; it makes mount and process namespaces of its own, which end with it
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
cp seeds/*.txt "$root/home/alice/news"
chown -R 1000:1000 "$root/home/alice" "$root/run/user/1000"

# as_alice VARIABLE...: what stands before a command of hers, and the variables of her environment.
as_alice() {
    alice=(chroot --userspec 1000:1000 "$root"
        env -i HOME=/home/alice PATH=/home/alice/.local/bin:/usr/bin "$@")
}
# begin ARGUMENT...: starts the service, and goes on when it answers or has ended.
begin() {
    "${alice[@]}" corpusd "$@" >"$root/tmp/log" 2>&1 &
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
exit "$failed"
