# shellcheck shell=dash disable=SC2154 # follows systems.sh and changing.sh
# How scripts run programs of the system at $view, in it: with processes, devices and the appliance's network, as in a system that runs,
# but without any of its services. What those programs say counts for nothing but words.

# place PATH: where that folder of the system is; nothing when there is none, or when it leads out of the system.
place() {
    found=$(readlink -f "$view$1") && [ -d "$found" ] || return 1
    case $found in
        "$view"/*) printf '%s\n' "$found" ;;
        *) return 1 ;;
    esac
}

# lend PATH FILE: a file of the appliance's in the place of whatever is there.
lend() {
    if [ -e "$view$1" ] || [ -L "$view$1" ]; then mv "$view$1" "$view$1.pando-kept"; fi
    cp "$2" "$view$1"
}
# give_back PATH FILE: as it was before, unless a package has put something of its own there meanwhile.
give_back() {
    if [ -e "$view$1" ] || [ -L "$view$1" ]; then
        if [ -L "$view$1" ] || ! cmp -s "$view$1" "$2"; then
            rm -f "$view$1.pando-kept"
            return
        fi
        rm -f "$view$1"
    fi
    if [ -e "$view$1.pando-kept" ] || [ -L "$view$1.pando-kept" ]; then mv "$view$1.pando-kept" "$view$1"; fi
}

# Makes it look as if it ran.
begin_running() {
    for folder in proc sys dev run tmp etc usr; do
        [ ! -L "$view/$folder" ] || refuse "its folder /$folder leads elsewhere"
        mkdir -p "$view/$folder"
    done
    mount -t proc proc "$view/proc"
    mount -t sysfs -o ro sysfs "$view/sys"
    mount -t tmpfs -o size=64m,mode=0755 tmpfs "$view/run"
    mount -t tmpfs -o size=256m,mode=1777 tmpfs "$view/tmp"
    mount -t tmpfs -o size=16m,mode=0755 tmpfs "$view/dev"
    mkdir "$view/run/lock" "$view/dev/pts" "$view/dev/shm"
    chmod 1777 "$view/run/lock" "$view/dev/shm"
    while read -r node major minor; do
        mknod -m 0666 "$view/dev/$node" c "$major" "$minor"
    done <<'NODES'
null 1 3
zero 1 5
full 1 7
random 1 8
urandom 1 9
tty 5 0
NODES
    mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 devpts "$view/dev/pts"
    ln -s pts/ptmx "$view/dev/ptmx"
    ln -s /proc/self/fd "$view/dev/fd"
    for number in 0 1 2; do
        ln -s "/proc/self/fd/$number" "$view/dev/$(echo stdin stdout stderr | cut -d ' ' -f $((number + 1)))"
    done
    ifconfig lo 127.0.0.1 up || true
    # Packages ask it, and start nothing then: Debian's policy for chroots.
    printf '#!/bin/sh\nexit 101\n' >/tmp/policy-rc.d
    chmod 0755 /tmp/policy-rc.d
    starts=$(place /usr/sbin) || starts=
    [ -z "$starts" ] || lend /usr/sbin/policy-rc.d /tmp/policy-rc.d
    [ -e /etc/resolv.conf ] || : >/etc/resolv.conf
    lend /etc/resolv.conf /etc/resolv.conf
    # Has apt say how far it is, and dpkg not wait for the disk: what ends halfway counts for nothing.
    printf 'APT::Status-Fd "3";\nDPkg::Options { "--force-unsafe-io"; };\n' >"$view/run/pando-apt.conf"
}

# inside PROGRAM …
inside() {
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 TERM=dumb \
        SYSTEMD_OFFLINE=1 APT_CONFIG=/run/pando-apt.conf /bin/chroot "$view" "$@"
}

# What was left running holds the system's file systems.
end_rest() {
    for turn in 1 2 3 4 5 6 7 8 9 10; do
        left=
        for process in /proc/[0-9]*; do
            case $(readlink "$process/root") in
                "$view" | "$view"/*)
                    kill -9 "${process#/proc/}" 2>/dev/null || true
                    left=$turn
                    ;;
            esac
        done
        [ -n "$left" ] || return 0
        sleep 0.1
    done
}

# Puts everything back.
end_running() {
    end_rest
    give_back /etc/resolv.conf /etc/resolv.conf
    [ -z "$starts" ] || give_back /usr/sbin/policy-rc.d /tmp/policy-rc.d
    for folder in dev/pts dev tmp run sys proc; do umount "$view/$folder"; done
}

# demand_running: that its programs can be run here, and that there is a way to where packages come from.
demand_running() {
    inside /bin/sh -c : 2>/dev/null || refuse 'its programs cannot be run in the builder'
    awk '$2 == "00000000" { found = 1 } END { exit !found }' /proc/net/route ||
        refuse 'the builder got no address in the network of this host'
}

# follow FROM TO: progress of what comes on standard input, between two percentages: words, or what apt says of itself. Of many with the
# same number only the first counts.
follow() {
    last=$1
    while IFS= read -r line; do
        case $line in
            dlstatus:*) whole=2 ;;
            pmstatus:*) whole=1 ;;
            *:*:*) continue ;;
            *)
                progress "$last $(clean "$line")"
                continue
                ;;
        esac
        rest=${line#*:*:}
        number=${rest%%[.:]*}
        case $number in
            '' | *[!0-9]* | ????*) continue ;;
        esac
        # Fetching comes first, installing afterwards.
        now=$(($1 + ($2 - $1) * (number + (whole == 1 ? 100 : 0)) / 200))
        if [ "$now" -gt "$last" ] && [ "$now" -le "$2" ]; then
            last=$now
            progress "$now $(clean "${rest#*:}")"
        fi
    done
    # Nobody waits for whoever writes.
    cat >/dev/null
}

# why FILE: what a package manager's last words come to.
why() {
    names=$(sed -n -e 's/^E: Unable to locate package //p' -e "s/^E: Package '\(.*\)' has no installation candidate$/\1/p" \
        -e 's/^Error: Unable to find a match: //p' -e 's/^No match for argument: //p' -e 's/^  \(.*\) (no such package):$/\1/p' "$1" |
        sort -u | tr '\n' ' ')
    names=${names% }
    last=$(grep -a -i -e '^E: ' -e '^ERROR' "$1" | head -n 1) || last=
    [ -n "$last" ] || last=$(grep -a '[^[:space:]]' "$1" | tail -n 1) || last=
    last=$(clean "$last")
    if grep -a -q -i -e 'no space left on device' -e "don't have enough free space" -e 'no space to' -e 'more space needed' "$1"; then
        echo "there is not enough room on its disk: $last"
    elif [ -n "$names" ]; then
        echo "there is no package $(clean "$names") where its packages come from"
    elif grep -a -q -i -e 'failed to fetch' -e 'could not resolve' -e 'could not connect' -e 'temporary error' -e 'network error' \
        -e 'cannot be fetched' -e 'failed to download' -e 'cannot download' -e 'unable to connect' "$1"; then
        echo "the place where its packages come from cannot be reached: $last"
    else
        echo "$last"
    fi
}
