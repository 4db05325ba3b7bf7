# shellcheck shell=dash disable=SC2154 # follows systems.sh and changing.sh
# Strips the system on the disk `image` of what tells it apart, puts the first-boot software in, and gives back what is free, so that
# nothing of what was there can be read any more. /work/out/report: what was stripped; /work/out/facts: what the system is.
# Exit status 3: there is no system on it; 4: it cannot be sealed. The last line of the standard error says why.
: >/work/out/facts
say() { printf '%s\t%s\n' "$1" "$2" >>/work/out/facts; }

progress '5 Looking for the system'
# Volume groups get other ids while nothing of them is in use.
lvm vgs --noheadings -o vg_name 2>/dev/null | sed 's/^ *//; s/ *$//' >/tmp/groups || true
renewed=0
while read -r group; do
    lvm vgchange -an "$group" >/dev/null 2>&1 || true
    if lvm pvchange -u -y --select "vg_name=$group" >/dev/null 2>&1; then renewed=$((renewed + 1)); fi
    if lvm vgchange -u "$group" >/dev/null 2>&1; then renewed=$((renewed + 1)); fi
done </tmp/groups
find_system
open_system

progress '15 Stripping it'
mkdir -p "$view/dev"
mount -t tmpfs -o size=64m,mode=0755 tmpfs "$view/dev"
own=$view/dev/.pando
mkdir "$own"
mknod "$view/dev/null" c 1 3
cp /bin/busybox "$own/"
for applet in sh sed awk cat tr cut head tail ls grep find rm sort wc mkdir chmod ln cp mv touch; do
    ln -s busybox "$own/$applet"
done
cp /work/in/operations "$own/operations"
cp /work/in/seal-inside.sh /work/in/install.sh /work/in/first-boot "$own/"
inside() { PATH=/dev/.pando chroot "$view" /dev/.pando/busybox "$@"; }
inside sh /dev/.pando/seal-inside.sh >/work/out/report 2>/tmp/why || refuse "it could not be stripped: $(tail -n 1 /tmp/why)"
[ ! -s /tmp/groups ] || printf 'lvm-ids\t%s\t0\n' "$renewed" >>/work/out/report

progress '45 Putting the first-boot software in'
inside sh /dev/.pando/install.sh >/tmp/installed 2>/tmp/why || refuse "the first-boot software could not be put in: $(tail -n 1 /tmp/why)"
say first-boot "$(head -n 1 /tmp/installed)"
if [ -e "$view/usr/bin/cloud-init" ] || [ -L "$view/usr/bin/cloud-init" ] || [ -e "$view/usr/local/bin/cloud-init" ]; then
    say cloud-init yes
else
    say cloud-init no
fi
umount "$view/dev"
close_system

# What was deleted is still in blocks that are free now, and in journals. Both are given back to the disk, which reads as zeros there.
progress '60 Giving back what is free'
while read -r device type; do
    case $type in
        swap)
            # All but its head, which says what it is.
            blkdiscard -o 4096 "$device" 2>/dev/null || dd if=/dev/zero of="$device" bs=4096 seek=1 2>/dev/null || true
            continue
            ;;
        ext2 | ext3 | ext4 | xfs | btrfs | vfat) ;;
        *) continue ;;
    esac
    journal=
    case $type in
        ext3 | ext4)
            journal=$(/bin/dumpe2fs -h "$device" 2>/dev/null | sed -n 's/^Total journal blocks: *//p; s/^Journal size: *//p' | head -n 1)
            # Only that of the file system itself: another device's stays.
            if [ -n "$journal" ]; then
                /bin/e2fsck -fp "$device" >/dev/null 2>&1 || [ $? -le 1 ] || refuse "its file system is broken"
                /bin/tune2fs -O ^has_journal "$device" >/dev/null 2>&1 || refuse "its journal cannot be renewed"
            fi
            ;;
    esac
    if mount_on "$type" "$device" /mnt/tried; then
        # Blocks that are smaller than what the disk gives back at once, or that it cannot be told of.
        if [ "$(stat -f -c %S /mnt/tried)" -lt 4096 ] || ! fstrim /mnt/tried 2>/dev/null; then
            # What ext4 keeps for itself is free, too.
            for reserved in /sys/fs/ext4/*/reserved_clusters; do
                if [ -e "$reserved" ]; then echo 0 >"$reserved"; fi
            done
            cat /dev/zero >/mnt/tried/.pando-zero 2>/dev/null || true
            sync
            dd if=/dev/zero of=/mnt/tried/.pando-rest bs=512 2>/dev/null || true
            sync
            rm -f /mnt/tried/.pando-rest
            rm -f /mnt/tried/.pando-zero
            sync
            fstrim /mnt/tried 2>/dev/null || true
        fi
        umount /mnt/tried
    fi
    if [ -n "$journal" ]; then
        /bin/tune2fs -j "$device" >/dev/null 2>&1 || refuse "its journal cannot be renewed"
    fi
done </tmp/systems
sync
progress '100 Done'
