# shellcheck shell=dash disable=SC2154 # follows systems.sh and known.sh
# Says what is on the disk `image`, in lines of words that tabulators separate: /work/out/facts and /work/out/packages; and in
# /work/out/known which packages there are to be had, as far as lists on the disk say.
# Exit status 3: there is no system on it; the last line of the standard error says why.
facts=/work/out/facts
packages=/work/out/packages
view=/mnt/view
mkdir -p /mnt/tried /mnt/layer "$view"
: >"$facts"
: >"$packages"

say() {
    line=$1
    shift
    for word in "$@"; do line="$line	$(clean "$word")"; done
    printf '%s\n' "$line" >>"$facts"
}
# None of it is written to.
read_only() {
    volumes=$(lvm vgs --noheadings -o vg_name 2>/dev/null | sed 's/^ *\(.*[^ ]\) *$/"\1"/' | tr '\n' ',')
    [ -z "$volumes" ] || printf 'activation { read_only_volume_list = [ %s ] }' "${volumes%,}"
}

progress '10 Looking for file systems'
root=
devices "$(read_only)" >/tmp/devices
while read -r device; do
    /bin/blkid -p -o export "$device" >/tmp/probed 2>/dev/null || continue
    # What a disk says of its partitions counts for each of them.
    if grep -qi -e '^PART_ENTRY_TYPE=c12a7328-f81f-11d2-ba4b-00a0c93ec93b$' -e '^PART_ENTRY_TYPE=0xef$' /tmp/probed; then
        efi=$device
    fi
    if grep -qi '^PART_ENTRY_TYPE=21686148-6449-6e6f-744e-656564454649$' /tmp/probed; then
        bios_partition=yes
    fi
    ! grep -q '^PTTYPE=' /tmp/probed || [ "$device" != "$disk" ] || table=$(sed -n 's/^PTTYPE=//p' /tmp/probed)
    type=$(sed -n 's/^TYPE=//p' /tmp/probed)
    case $type in
        ext2 | ext3 | ext4 | xfs | btrfs | erofs | squashfs | vfat) ;;
        *) continue ;;
    esac
    size=$(blockdev --getsize64 "$device")
    free=-
    if mount_as "$type" "$device" /mnt/tried; then
        # In blocks: of the whole file system, and free ones.
        # shellcheck disable=SC2046  # three numbers
        set -- $(stat -f -c '%S %b %f' /mnt/tried)
        size=$(($1 * $2)) free=$(($1 * $3))
        if [ "$device" = "${efi:-}" ] && ls -d /mnt/tried/[Ee][Ff][Ii]/*/ >/dev/null 2>&1; then
            say boot uefi
        fi
        if [ -z "$root" ] && has_system /mnt/tried; then
            root=$device root_type=$type root_option=
        fi
        umount /mnt/tried
        if [ "$type" = btrfs ] && [ -z "$root" ]; then
            for name in @ root @rootfs; do
                mount_as "$type" "$device" /mnt/tried "subvol=$name" || continue
                ! has_system /mnt/tried || root=$device root_type=$type root_option=subvol=$name
                umount /mnt/tried
            done
        fi
    fi
    say filesystem "$(basename "$device")" "$type" "$size" "$free" "$(sed -n 's/^UUID=//p' /tmp/probed)" "$(sed -n 's/^LABEL=//p' /tmp/probed)"
done </tmp/devices

# Where BIOS begins to run, and a place for what comes next.
if [ "$(dd if="$disk" bs=440 count=1 status=none | tr -d '\000' | wc -c)" -gt 0 ] &&
    { [ "${table:-}" = dos ] || [ -n "${bios_partition:-}" ]; }; then
    say boot bios
fi
if [ -z "$root" ]; then
    echo "no file system on it holds a system" >&2
    exit 3
fi

progress '30 Looking at the system'
# A place of its own above it, so that paths and links lead where they would lead in the system, and nothing of the system is run.
mount_as "$root_type" "$root" /mnt/tried "$root_option"
mount -t tmpfs -o size=16m tmpfs /mnt/layer
mkdir /mnt/layer/upper /mnt/layer/work
mount -t overlay -o nodev,nosuid,lowerdir=/mnt/tried,upperdir=/mnt/layer/upper,workdir=/mnt/layer/work overlay "$view"
say root "$(basename "$root")"
own=.pando-builder
mkdir "$view/$own"
cp /bin/busybox "$view/$own/"
for applet in sh sed awk cat tr cut head tail od ls readlink grep find base64 sha256sum; do
    ln -s busybox "$view/$own/$applet"
done
inside() { PATH=/$own chroot "$view" "/$own/busybox" "$@" 2>/dev/null; }
# link PATH: where that file or folder really is, as a path of the appliance; nothing when it is not there, or is something else, such as
# a pipe that nobody writes to.
link() {
    real=$(inside readlink -f "$1") && { [ -f "$view$real" ] || [ -d "$view$real" ]; } && printf '%s\n' "$view$real"
}
any() {
    for path in "$@"; do
        if [ -n "$(link "$path")" ]; then return 0; fi
    done
    return 1
}

# What /etc/fstab says is needed for /usr and /var is mounted as well.
: >/tmp/fstab
! any /etc/fstab || inside sed -n 's/^[[:space:]]*\([^#[:space:]][^[:space:]]*\)[[:space:]][[:space:]]*\(\/usr\|\/var\)[[:space:]].*/\1 \2/p' /etc/fstab >/tmp/fstab || true
while read -r source folder; do
    device=$(device_of "$source")
    [ -n "$device" ] || continue
    type=$(/bin/blkid -p -o value -s TYPE "$device" 2>/dev/null) || continue
    if [ -d "$view$folder" ] && [ ! -L "$view$folder" ]; then mount_as "$type" "$device" "$view$folder" || true; fi
done </tmp/fstab

release() { ! any "$os_release" || inside sed -n "s/^$1=//p" "$os_release" | head -n 1 | tr -d "\"'"; }
for os_release in /etc/os-release /usr/lib/os-release; do
    [ -z "$(link "$os_release")" ] || break
done
say os "$(release ID)" "$(release VERSION_ID)" "$(release PRETTY_NAME)"

for program in /bin/sh /usr/bin/env /sbin/init; do
    file=$(link "$program") || continue
    # Class, byte order and machine of what begins like an ELF file: see elf(5).
    case $(od -An -tx1 -N 20 "$file" | tr -d ' \n' | sed -n 's/^7f454c46\(....\).*\(....\)$/\1 \2/p') in
        '0201 3e00') architecture=x86_64 ;;
        '0101 0300') architecture=i686 ;;
        '0201 b700') architecture=aarch64 ;;
        '0101 2800') architecture=armv7l ;;
        '0201 f300') architecture=riscv64 ;;
        '0201 1500') architecture=ppc64le ;;
        '0202 0016') architecture=s390x ;;
        *) architecture= ;;
    esac
    [ -z "$architecture" ] || break
done
say architecture "${architecture:-}"

if any /usr/bin/qemu-ga /usr/sbin/qemu-ga /usr/libexec/qemu-ga /usr/local/bin/qemu-ga; then say agent yes; else say agent no; fi
if any /usr/bin/cloud-init /usr/sbin/cloud-init /usr/local/bin/cloud-init; then say cloud-init yes; else say cloud-init no; fi

first_line() { ! any "$1" || inside head -n 1 "$1" | head -c 1000; }
say machine-id "$(first_line /etc/machine-id)"
say hostname "$(first_line /etc/hostname)"
for key in $(inside ls /etc/ssh | grep -x 'ssh_host_[a-z0-9_]*_key\.pub' | head -n 16); do
    first_line "/etc/ssh/$key" >/tmp/key
    [ -s /tmp/key ] || continue
    kind=$(cut -d ' ' -f 1 /tmp/key)
    hash=$(cut -d ' ' -f 2 /tmp/key | base64 -d 2>/dev/null | sha256sum | cut -c 1-64)
    say host-key "$kind" "SHA256:$(printf '%b' "$(echo "$hash" | sed 's/../\\x&/g')" | base64 | tr -d '=\n')"
done
# shellcheck disable=SC2016  # awk's own
! any /etc/passwd || inside awk -F : '
    $7 ~ /\/(nologin|false|sync|shutdown|halt)$/ || $7 == "" { next }
    { gsub(/[[:cntrl:]]/, ""); printf "user\t%.64s\t%.12s\t%.128s\n", $1, $3, $7 }
' /etc/passwd | head -n 1000 >>"$facts" || true

progress '60 Reading the list of packages'
# list AWK FILE: what lines of the file say, as lines of name, version and architecture. A package ends at an empty line.
list() {
    # shellcheck disable=SC2016  # awk's own
    inside awk '
        function clean(text) { gsub(/[[:cntrl:]]/, "", text); return text }
        function tell() {
            if (installed && name != "") printf "%.128s\t%.128s\t%.32s\n", clean(name), clean(version), clean(architecture)
            name = version = architecture = ""
            installed = 1
        }
        BEGIN { installed = 1 }
        '"$1"'
        /^$/ { tell() }
        END { tell() }
    ' "$2" >>"$packages"
}
# shellcheck disable=SC2016
dpkg='/^Package: / { name = $2 } /^Version: / { version = $2 } /^Architecture: / { architecture = $2 } /^Status: / { installed = $NF == "installed" }'
# shellcheck disable=SC2016
apk='/^P:/ { name = substr($0, 3) } /^V:/ { version = substr($0, 3) } /^A:/ { architecture = substr($0, 3) }'
if any /var/lib/dpkg/status; then
    say packages dpkg
    list "$dpkg" /var/lib/dpkg/status
elif any /lib/apk/db/installed; then
    say packages apk
    list "$apk" /lib/apk/db/installed
else
    for folder in /usr/lib/sysimage/rpm /var/lib/rpm; do
        any "$folder/rpmdb.sqlite" "$folder/Packages" "$folder/Packages.db" || continue
        say packages rpm
        /bin/rpm --dbpath "$(link "$folder")" -qa --qf '%{NAME}\t%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\t%{ARCH}\n' 2>/dev/null |
            tr -d '\000-\010\013-\037\177' | cut -c 1-400 >>"$packages" || true
        break
    done
fi
progress '80 Reading which packages there are'
known_packages "$(link /var/lib/apt/lists)" "$(link /var/cache/apk)" "$(link /etc/apk/cache)" >/work/out/known || true
progress '100 Done'
