# shellcheck shell=dash disable=SC2034 # what it says is for the scripts that come after it
# How scripts find the system on the disk `image`.
disk=$(readlink -f /disks/image)

progress() { printf '%s\n' "$*" >&3; }
# Words of strangers: without control characters, and none too long.
clean() { printf '%s' "$1" | tr -d '\000-\037\177' | cut -c 1-200; }

# has_system FOLDER
has_system() { [ -e "$1/etc/os-release" ] || [ -L "$1/etc/os-release" ] || [ -e "$1/usr/lib/os-release" ] || [ -e "$1/etc/passwd" ]; }

# mount_as TYPE DEVICE FOLDER [OPTION]: for reading only, without writing down what a journal still holds.
mount_as() {
    case $1 in
        ext2 | ext3 | ext4) options=ro,noload ;;
        xfs) options=ro,norecovery,nouuid ;;
        btrfs) options=ro,rescue=nologreplay ;;
        *) options=ro ;;
    esac
    mount -t "$1" -o "$options,nodev,nosuid,noexec${4:+,$4}" "$2" "$3" 2>/dev/null
}

# devices [CONFIGURATION]: everything with a file system of its own: the disk, its partitions, logical volumes on them. A configuration
# for LVM may keep these from being written to.
devices() {
    lvm vgchange -ay ${1:+--config "$1"} >/dev/null 2>&1 || true
    lvm vgmknodes >/dev/null 2>&1 || true
    for device in "$disk" "$disk"[0-9]* /dev/mapper/*; do
        [ ! -b "$device" ] || printf '%s\n' "$device"
    done
}

# device_of SOURCE: which device /etc/fstab means; nothing when it is none of the disk's.
device_of() {
    case $1 in
        UUID=* | LABEL=* | PARTUUID=* | PARTLABEL=*) /bin/blkid -o device -t "$(printf '%s' "$1" | tr -d '"')" 2>/dev/null | head -n 1 ;;
        /dev/mapper/*) printf '%s\n' "$1" ;;
        # Whatever the first disk was called where the system ran.
        /dev/[hsv]da[0-9] | /dev/[hsv]da[0-9][0-9] | /dev/xvda[0-9]) printf '%s%s\n' "$disk" "${1##*a}" ;;
        /dev/disk/by-uuid/*) device_of "UUID=${1##*/}" ;;
        /dev/disk/by-label/*) device_of "LABEL=${1##*/}" ;;
        /dev/disk/*) ;;
        /dev/*/*) printf '/dev/mapper/%s\n' "$(printf '%s' "${1#/dev/}" | sed 's/-/--/g; s|/|-|')" ;;
    esac
}
