# shellcheck shell=dash disable=SC2034,SC2154 # follows systems.sh, and what it says is for the scripts that come after it
# How scripts change the system on the disk `image`, at $view. Exit status 3: there is no system on it; 4: it cannot be changed. The last
# line of the standard error says why.
view=/mnt/view
mkdir -p "$view" /mnt/tried
refuse() {
    printf '%s\n' "$1" >&2
    exit 4
}
# mount_on TYPE DEVICE FOLDER [OPTION]: for changing; the kernel of the appliance carries out what a journal still holds. Programs that
# are on it can be run only where $allowed says so.
mount_on() {
    case $1 in
        xfs) options=rw,nouuid ;;
        *) options=rw ;;
    esac
    mount -t "$1" -o "$options,nodev,nosuid,${allowed:-noexec}${4:+,$4}" "$2" "$3" 2>/tmp/why
}

# Says in $root, $root_type and $root_option where the system is, and in /tmp/systems which file systems there are.
find_system() {
    root=
    devices >/tmp/devices
    : >/tmp/systems
    while read -r device; do
        type=$(/bin/blkid -p -o value -s TYPE "$device" 2>/dev/null) || continue
        printf '%s %s\n' "$device" "$type" >>/tmp/systems
        case $type in
            ext2 | ext3 | ext4 | xfs | btrfs) ;;
            *) continue ;;
        esac
        [ -z "$root" ] || continue
        for option in '' subvol=@ subvol=root subvol=@rootfs; do
            [ -z "$option" ] || [ "$type" = btrfs ] || continue
            mount_as "$type" "$device" /mnt/tried "$option" || continue
            if [ -z "$root" ] && has_system /mnt/tried; then root=$device root_type=$type root_option=$option; fi
            umount /mnt/tried
        done
    done </tmp/devices
    if [ -z "$root" ]; then
        echo "no file system on it that can be written to holds a system" >&2
        exit 3
    fi
}

# Mounts it, with everything that /etc/fstab says belongs to it.
open_system() {
    mount_on "$root_type" "$root" "$view" "$root_option" || refuse "its file system cannot be written to: $(tail -n 1 /tmp/why)"
    if [ -f "$view/etc/fstab" ] && [ ! -L "$view/etc/fstab" ]; then
        sed -n 's/^[[:space:]]*\([^#[:space:]]\{1,\}\)[[:space:]]\{1,\}\(\/[^[:space:]]\{1,\}\)[[:space:]]\{1,\}\([^[:space:]]\{1,\}\)[[:space:]]\{1,\}\([^[:space:]]*\).*/\2 \1 \3 \4/p' \
            "$view/etc/fstab" | sort >/tmp/fstab
    else
        : >/tmp/fstab
    fi
    while read -r folder source kind option; do
        case $kind in
            swap | tmpfs | proc | sysfs | devpts | nfs* | cifs | none | bind) continue ;;
        esac
        case ",$option," in
            *,bind,* | *,noauto,*) continue ;;
        esac
        device=$(device_of "$source") || device=
        type=
        [ -z "$device" ] || type=$(/bin/blkid -p -o value -s TYPE "$device" 2>/dev/null) || type=
        subvolume=$(printf '%s' "$option" | tr ',' '\n' | sed -n '/^subvol\(id\)\{0,1\}=/p' | head -n 1)
        case "$(readlink -f "$view$folder")" in
            "$view"/*) ;;
            *) refuse "the folder $folder of its file systems leads elsewhere" ;;
        esac
        if [ -z "$type" ] || ! mount_on "$type" "$device" "$(readlink -f "$view$folder")" "$subvolume"; then
            case ",$option," in
                *,nofail,*) ;;
                *) refuse "the file system of $folder cannot be found or written to" ;;
            esac
        fi
    done </tmp/fstab
}

# Takes away whatever is mounted there.
close_system() {
    cd /
    sort -r /proc/mounts | awk -v view="$view" '$2 == view || index($2, view "/") == 1 { print $2 }' | sort -r | while read -r mounted; do
        umount "$mounted"
    done
}
