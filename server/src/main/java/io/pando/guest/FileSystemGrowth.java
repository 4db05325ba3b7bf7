package io.pando.guest;

import io.pando.guest.GuestSession.Execution;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Has a guest enlarge the file system on a disk that has grown: its last partition, and what is on it. */
public final class FileSystemGrowth {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Pattern DISK = Pattern.compile("vd[a-z]");
    private static final int LONGEST = 300;

    /**
     * Uses the guest's own programs where it has them: growpart or sfdisk, resize2fs, xfs_growfs, btrfs. Where it has none, but Perl, as
     * the smallest systems have, the kernel is asked directly, for a classic partition table and ext4.
     */
    static final String SCRIPT = """
            PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
            export LC_ALL=C
            fail() { printf '%s\\n' "$*" >&2; exit 1; }
            has() { command -v "$1" >/dev/null 2>&1; }
            number() { cat "/sys/class/block/$1/$2" 2>/dev/null || echo 0; }
            wanted='@DISK@'
            disk=
            for folder in /sys/block/*; do
                [ "$(cat "$folder/serial" 2>/dev/null)" = "$wanted" ] && disk=${folder##*/}
            done
            [ -n "$disk" ] || disk=$wanted
            [ -b "/dev/$disk" ] || fail "there is no disk $wanted."

            # The partition that lies last is the one behind which the new room is.
            last= end=0
            for folder in /sys/block/$disk/$disk*; do
                part=${folder##*/}
                [ -e "$folder/partition" ] || continue
                [ "$(number "$part" start)" -gt "$end" ] && { last=$part; end=$(number "$part" start); }
            done
            if [ -n "$last" ]; then
                before=$(number "$last" size)
                index=$(number "$last" partition)
                if has growpart; then
                    output=$(growpart "/dev/$disk" "$index" 2>&1)
                    case $output in
                        CHANGED* | NOCHANGE*) ;;
                        *) fail "growpart: $output" ;;
                    esac
                elif has sfdisk; then
                    echo ', +' | sfdisk --no-reread --force -q -N "$index" "/dev/$disk" >/dev/null 2>&1 || fail 'sfdisk refuses.'
                    has partx && partx -u "/dev/$disk" >/dev/null 2>&1
                elif has perl; then
                    perl -e '
                        my ($disk, $index, $start, $all) = @ARGV;
                        $index <= 4 or die "a partition of this kind cannot be enlarged here\\n";
                        open(my $device, "+<", $disk) or die "$disk cannot be opened\\n";
                        my $size = $all - $start;
                        sysseek($device, 446 + 16 * ($index - 1), 0);
                        sysread($device, my $entry, 16) == 16 or die "no table\\n";
                        ord(substr($entry, 4, 1)) != 0xee or die "a GUID partition table cannot be changed here\\n";
                        unpack("V", substr($entry, 8, 4)) == $start or die "the table is not what the kernel says\\n";
                        substr($entry, 12, 4) = pack("V", $size > 0xffffffff ? 0xffffffff : $size);
                        sysseek($device, 446 + 16 * ($index - 1), 0);
                        syswrite($device, $entry) == 16 or die "the table cannot be written\\n";
                        # BLKPG with BLKPG_RESIZE_PARTITION
                        my $part = pack("q q i a64 a64", $start * 512, $size * 512, $index, "", "") . "\\0" x 4;
                        my $call = pack("i i i x4 P", 3, 0, length $part, $part);
                        ioctl($device, 0x1269, $call) or die "the kernel does not take the new size: $!\\n";
                    ' "/dev/$disk" "$index" "$(number "$last" start)" "$(number "$disk" size)" || fail 'the partition cannot be enlarged.'
                else
                    fail 'no program enlarges partitions: growpart, sfdisk or perl.'
                fi
                [ "$(number "$last" size)" -ge "$before" ] || fail 'the partition has become smaller.'
            else
                last=$disk
            fi

            # The device may be mounted by another name of it.
            node=$(cat "/sys/class/block/$last/dev")
            mount= type=
            while read -r device point kind rest; do
                case $device in
                    /dev/root) [ "$(stat -c %d /)" = "$(( ${node%%:*} * 256 + ${node##*:} ))" ] || continue ;;
                    /dev/*) [ "$(readlink -f "$device")" = "/dev/$last" ] || continue ;;
                    *) continue ;;
                esac
                mount=$point type=$kind
                break
            done </proc/self/mounts
            [ -n "$mount" ] || fail "$last is not mounted: the file system on it, if any, has to be enlarged by hand."
            case $type in
                ext[234])
                    if has resize2fs; then
                        output=$(resize2fs "/dev/$last" 2>&1) || fail "resize2fs: $output"
                    elif has perl; then
                        perl -e '
                            my ($mount, $blocks) = @ARGV;
                            opendir(my $folder, $mount) or die "$mount cannot be opened\\n";
                            open(my $handle, "<", $mount) or die "$mount cannot be opened\\n";
                            my $call = pack("Q", $blocks);
                            # EXT4_IOC_RESIZE_FS
                            ioctl($handle, 0x40086610, $call) or die "the kernel does not enlarge the file system: $!\\n";
                        ' "$mount" "$(( $(number "$last" size) * 512 / $(stat -f -c %S "$mount") ))" || fail 'the file system cannot be enlarged.'
                    else
                        fail 'no program enlarges the file system: resize2fs or perl.'
                    fi ;;
                xfs)
                    has xfs_growfs || fail 'no program enlarges the file system: xfs_growfs.'
                    output=$(xfs_growfs "$mount" 2>&1) || fail "xfs_growfs: $output" ;;
                btrfs)
                    has btrfs || fail 'no program enlarges the file system: btrfs.'
                    output=$(btrfs filesystem resize max "$mount" 2>&1) || fail "btrfs: $output" ;;
                *) fail "a file system of type $type cannot be enlarged." ;;
            esac
            blocks=$(stat -f -c '%b %S' "$mount")
            echo "the $type file system on $mount has $(( ${blocks% *} / 1024 * ${blocks#* } / 1024 )) MiB now"
            """;

    private FileSystemGrowth() {}

    /**
     * Has the guest do it, and waits. May be repeated.
     *
     * @param disk {@code vda} and so on
     * @return what came of it, for people, in the words of this class or of the guest
     * @throws GuestException when the guest does not answer
     */
    public static String of(GuestSession session, String disk) throws InterruptedException {
        if (!DISK.matcher(disk).matches()) {
            throw new IllegalArgumentException(disk + " is not the name of a disk");
        }
        Execution execution = session.execute(List.of("/bin/sh", "-c", SCRIPT.replace("@DISK@", disk)), null, TIMEOUT);
        return execution.exitCode() == 0
                ? GuestText.shown(execution.output(), LONGEST)
                : "the disk %s has grown, the file system on it has not: %s"
                        .formatted(disk, GuestText.shown(execution.error(), LONGEST));
    }
}
