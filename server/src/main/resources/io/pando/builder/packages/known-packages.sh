# shellcheck shell=dash disable=SC2154 # follows systems.sh, changing.sh, running.sh and known.sh
# Has the package manager of the system on the disk `image` fetch its lists of packages, and says in /work/out/known which packages there
# are. /work/in/settings: lines of `proxy URL`, `apt LINE` and `apk URL`, where the server knows better than the system.
# The disk is a draft that is thrown away. Exit status 3: there is no system on it; 4: it could not be done, and why.
allowed=exec
progress '5 Looking for the system'
find_system
open_system
begin_running
demand_running

setting() { sed -n "s/^$1 //p" /work/in/settings; }
has() { inside /bin/sh -c 'command -v "$1"' sh "$1" >/dev/null 2>&1; }
mkdir /mnt/said
mount -t tmpfs -o size=16m tmpfs /mnt/said
proxy=$(setting proxy)
# fetch PROGRAM …
fetch() {
    mkfifo /tmp/told
    follow 20 80 </tmp/told &
    if [ -n "$proxy" ]; then set -- /usr/bin/env "http_proxy=$proxy" "https_proxy=$proxy" "$@"; fi
    inside "$@" >/mnt/said/words 2>&1 3>/tmp/told </dev/null || refuse "$(why /mnt/said/words)"
    end_rest
}

apt='' apk='' linked=''
if has apt-get; then
    progress '20 Fetching the lists of packages'
    apt=$(place /var/lib/apt/lists) || refuse 'it has no folder for lists of packages'
    find "$apt" -type f -exec rm -f {} +
    set -- -q -o Acquire::Retries=2 -o Acquire::Languages=none -o Acquire::GzipIndexes=false -o APT::Update::Error-Mode=any
    if [ -n "$(setting apt)" ]; then
        setting apt >"$view/run/pando.list"
        set -- "$@" -o Dir::Etc::SourceList=/run/pando.list -o Dir::Etc::SourceParts=-
    fi
    fetch apt-get "$@" update
elif has apk; then
    progress '20 Fetching the lists of packages'
    apk=$(place /var/cache/apk) || apk=
    linked=$(place /etc/apk/cache) || linked=
    for folder in "$apk" "$linked"; do
        [ -z "$folder" ] || rm -f "$folder"/APKINDEX.*
    done
    set -- --no-progress
    [ -z "$(setting apk)" ] || set -- "$@" --repositories-file /dev/null -X "$(setting apk)"
    fetch apk update "$@"
else
    refuse 'only apt and apk can be asked which packages there are'
fi
progress '80 Reading them'
known_packages "$apt" "$apk" "$linked" >/work/out/known
[ -s /work/out/known ] || refuse 'the place where its packages come from has none'
end_running
close_system
progress '100 Done'
