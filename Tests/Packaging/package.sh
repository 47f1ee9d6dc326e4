#!/bin/bash
# The life of the package in a system of its own: installed, asked, upgraded, removed, purged.
#
#   package.sh FOLDER      FOLDER holds corpusd_*.deb; run as root in a machine that was booted for this, with the seeds in /srv/corpus
set -euo pipefail
source "$(dirname "$0")/checks.sh"
export DEBIAN_FRONTEND=noninteractive MANPAGER=cat

new=$(echo "$1"/corpusd_*.deb)
work=$(mktemp -d)
cd "$work"
# The same package under an earlier version, so that there is something to upgrade.
dpkg-deb --raw-extract "$new" old
sed -i 's/^Version: .*/Version: 0.0.1/' old/DEBIAN/control
dpkg-deb --build --root-owner-group -Znone old old.deb >/dev/null
# An image of a container forbids packages to start anything; a machine does not.
rm -f /usr/sbin/policy-rc.d

property() { systemctl show --property "$1" --value "$2"; }

echo '# Installed'
check 'it installs' dpkg --install old.deb
check 'its files are what they were packed as' silent dpkg --verify corpusd
check 'there is a user' getent passwd corpusd
check 'the socket is enabled' systemctl is-enabled corpusd.socket
check 'the socket listens' systemctl is-active corpusd.socket
check 'the service waits for somebody to ask' says inactive systemctl is-active corpusd.service
check 'the service is for the administrator to enable' says disabled systemctl is-enabled corpusd.service
check 'systemd finds nothing to say about the units' silent systemd-analyze verify \
    /lib/systemd/system/corpusd{,@}.{service,socket}
for page in 'corpusd 8' 'corpusctl 1' 'corpusd.toml 5' 'io.corpusd 7'; do
    # shellcheck disable=SC2086
    set -- $page
    check "the manual has $1($2)" says "${1^^}($2)" man --locale C "$2" "$1"
done
# shellcheck disable=SC2046
check 'the kernel has the limits that it sets' ls $(
    sed -n 's|^\([a-z_.]*\) = .*|/proc/sys/\1|p' /usr/lib/sysctl.d/60-corpusd.conf | sed 's|\.|/|g; s|/proc/sys/|/proc/sys/|'
)
# What a shell offers behind `corpusctl se`, asked of the shell itself.
# shellcheck disable=SC2016
check 'bash completes a command' says search bash --norc -ic '
    source /usr/share/bash-completion/bash_completion
    source /usr/share/bash-completion/completions/corpusctl
    COMP_WORDS=(corpusctl se) COMP_CWORD=1 COMP_LINE="corpusctl se" COMP_POINT=12
    $(complete -p corpusctl | sed "s/.*-F \([^ ]*\) .*/\1/") corpusctl se corpusctl; echo "${COMPREPLY[@]}"'
check 'fish completes an option' says --sort fish --no-config -c '
    source /usr/share/fish/vendor_completions.d/corpusctl.fish
    complete --do-complete "corpusctl search --so"'
# zsh does it on a terminal alone.
# shellcheck disable=SC2016
check 'zsh completes a command' says 'corpusctl search' timeout 20 zsh -fc '
    zmodload zsh/zpty
    zpty shell zsh -f -i
    zpty -w shell "autoload -Uz compinit; compinit -u -d '"$work"'/zsh"
    zpty -w -n shell $'\''corpusctl sear\t'\''
    zpty -r -m shell said "*corpusctl search*"
    print -r -- $said'

echo '# Asked'
check 'the first who asks starts it' says '/srv/corpus' corpusctl status
check 'all files are searchable' says '5 files' corpusctl sync
check 'an article is found' says 'talks conclude in Geneva' corpusctl search blinken
check 'it runs as its user' says corpusd ps -o user= -p "$(property MainPID corpusd)"
journalctl --sync
check 'the journal explains its entries' says 'The corpus is watched and questions are answered' \
    journalctl --catalog --unit corpusd
mkdir -p /etc/corpusd/other /srv/other
echo 'corpus = "/srv/other"' >/etc/corpusd/other/corpusd.toml
check 'an instance starts' systemctl start corpusd@other.socket corpusd@other.service
before=$(arrivals '')
instance=$(property MainPID corpusd@other)
process=$(property MainPID corpusd)

echo '# Upgraded'
echo '# Of the administrator.' >>/etc/corpusd/corpusd.toml
# Somebody asks all the while.
touch asking
while [[ -e asking ]]; do
    if corpusctl search blinken >/dev/null 2>>refused; then echo answered; else echo refused; fi >>asked
done &
asking=$!
check 'it upgrades' dpkg --install "$new"
check 'the service was restarted' test "$(property MainPID corpusd)" != "$process"
check 'so was the instance' test "$(property MainPID corpusd@other)" != "$instance"
check 'it is the new version' says "$(dpkg-deb -f "$new" Version)" dpkg-query -W corpusd
check 'it answers' says '5 indexed' bash -c 'corpusctl sync; corpusctl status'
rm asking
wait "$asking"
check "nobody was turned away ($(grep -c answered asked) asked meanwhile)" not grep refused asked refused
check 'the index is kept' test "$(arrivals '')" = "$before"
check 'so is the configuration' grep 'Of the administrator' /etc/corpusd/corpusd.toml
check 'the service is not enabled behind the back of the administrator' says disabled \
    systemctl is-enabled corpusd.service

echo '# Removed'
check 'it goes' dpkg --remove corpusd
check 'the service ended' not pgrep -x corpusd
check 'the sockets are gone' not test -e /run/corpusd
check 'the index stays' test -e /var/lib/corpusd/index.sqlite
check 'the configuration stays' test -e /etc/corpusd/corpusd.toml
check 'it comes again' dpkg --install "$new"
check 'with the same index' test "$(corpusctl sync >/dev/null; arrivals '')" = "$before"

echo '# Purged'
rm -r /etc/corpusd/other
check 'it goes for good' dpkg --purge corpusd
check 'nothing of it stays' silent find /etc /lib/ /run /usr /var/lib -xdev -name '*corpusd*'
check 'the corpus stays' test "$(find /srv/corpus -type f | wc -l)" = 5
check 'systemd knows of no failure' silent systemctl --failed --no-legend --plain
rm -rf "$work"
exit "$failed"
