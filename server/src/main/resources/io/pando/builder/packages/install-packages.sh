# shellcheck shell=dash disable=SC2154 # follows systems.sh, changing.sh and running.sh
# Installs packages into the system on the disk `image`, with the package manager that is in it.
# /work/in/script: what would install them in the running guest, with /work/in/packages as its standard input; /work/in/hostname.
# Exit status 3: there is no system on it; 4: it could not be done. The last line of the standard error says why.
allowed=exec
progress '5 Looking for the system'
find_system
open_system
begin_running
demand_running
# Some packages write it down.
hostname "$(cat /work/in/hostname)"

# What is fetched stays on the disk only until it is installed, and the lists of packages that the system has stay as they are.
mkdir "$view/var/.pando-packages" || refuse 'it has no folder /var'
borrowed=0
for folder in /var/lib/apt/lists /var/cache/apt /var/cache/dnf /var/cache/libdnf5 /var/cache/yum /var/cache/apk; do
    there=$(place "$folder") || continue
    borrowed=$((borrowed + 1))
    own=$view/var/.pando-packages/$borrowed
    mkdir -m 0755 "$own"
    (cd "$there" && find . -type d) | while IFS= read -r each; do mkdir -p "$own/$each"; done
    mount --bind "$own" "$there"
    printf '%s\n' "$there" >>/tmp/borrowed
done
: >>/tmp/borrowed

progress '10 Asking where the packages are'
mkdir /mnt/said
mount -t tmpfs -o size=16m tmpfs /mnt/said
mkfifo /tmp/told
follow 10 90 </tmp/told &
follower=$!
if inside /bin/sh -c "$(cat /work/in/script)" </work/in/packages >/mnt/said/words 2>&1 3>/tmp/told; then
    end_rest
    wait $follower
else
    refuse "$(why /mnt/said/words)"
fi

progress '90 Putting everything back'
sort -r /tmp/borrowed | while IFS= read -r there; do umount "$there"; done
rm -rf "$view/var/.pando-packages"
end_running
# Files that were written from without have no labels yet.
if [ -f "$view/etc/selinux/config" ] && ! grep -q '^SELINUX=disabled' "$view/etc/selinux/config"; then
    : >"$view/.autorelabel"
fi
close_system
sync
progress '100 Done'
