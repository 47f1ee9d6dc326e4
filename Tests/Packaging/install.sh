#!/bin/bash
# Does what the README tells under "As a service", line by line, in a system of its own, and asks what came of it.
#
#   install.sh Debian|elsewhere release|debug    run as root in a machine that was booted for this, with the seeds in
#                                                /srv/corpus; what was built is installed
#
# A line whose comment begins with one of these words is for that way alone.
set -euo pipefail
source "$(dirname "$0")/checks.sh"
cd "$(dirname "$0")/../.."

useradd --create-home alice

# As alice has them: who is asked for no password, and whose editor has her corpus in it.
sudo() { "$@"; }
sudoedit() { sed -i 's|^corpus = .*|corpus = "/srv/corpus"|' "$1"; }
# What is to be built was built before, and lies in a folder that is only read.
make() { [[ $1 != install ]] || command make "$@"; }
apt() { dpkg --install "${@: -1}"; }
# An image of a container forbids packages to start anything; a machine does not.
rm -f /usr/sbin/policy-rc.d
export USER=alice DEBIAN_FRONTEND=noninteractive BUILT=$2

other=Debian
[[ $1 == elsewhere ]] || other=elsewhere
lines=$(awk -v other="# $other" '
    /^## / { here = $0 == "## As a service" }
    here && /^```/ { inside = /console/ }
    here && inside && sub(/^\$ /, "") && !index($0, other)' README.md)
check 'the README tells how it is installed' test -n "$lines"
while read -r line; do
    check "$line" eval "$line"
done <<<"$lines"

check 'systemd finds nothing to say about the units' silent systemd-analyze verify corpusd.service corpusd.socket
check 'the service runs' systemctl is-active corpusd.service
check 'it runs from where it was installed' says "$(command -v corpusd)" readlink "/proc/$(pgrep -xo corpusd)/exe"
check 'it starts with the machine' systemctl is-enabled corpusd.service
check 'who was told to may ask' says 'talks conclude in Geneva' runuser -l alice -c 'corpusctl sync; corpusctl search blinken'
useradd --create-home mallory
check 'others may not' says 'may not talk' runuser -l mallory -c 'corpusctl search blinken'
check 'the manual is found' says 'CORPUSCTL(1)' man --locale C corpusctl
exit "$failed"
