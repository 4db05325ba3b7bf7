package io.pando.guest;

/**
 * What is run within guests to customise them: POSIX shell, with BusyBox's programs as well as with GNU's. Each may be repeated. Words
 * between at signs are replaced by checked names; everything else comes through standard input.
 */
final class CustomisationScripts {
    private CustomisationScripts() {}

    static final String COMMON = """
            umask 022
            fail() { printf '%s\\n' "$*" >&2; exit 1; }
            has() { command -v "$1" >/dev/null 2>&1; }
            # Puts standard input in the place of a file, all at once, with the given permissions.
            replace() {
                rm -f "$1.pando"
                (umask 077 && cat >"$1.pando") && chmod "$2" "$1.pando" && mv -f "$1.pando" "$1" && return
                rm -f "$1.pando"
                fail "$1 cannot be written."
            }
            """;

    /**
     * On the first start of a copy cloud-init sets up host name, accounts and host keys by itself. What is set meanwhile would be
     * overwritten, so its network stage is awaited, which does all that.
     */
    static final String CLOUD_INIT = COMMON + """
            [ -e /run/cloud-init/enabled ] && [ ! -e /run/cloud-init/disabled ] || exit 0
            seconds=0
            while [ $seconds -lt 180 ]; do
                awk '/"init": *[{]/ { inside = 1 }
                    inside && /"finished": *[0-9]/ { finished = 1 }
                    inside && /"start"/ { inside = 0 }
                    END { exit !finished }' /run/cloud-init/status.json 2>/dev/null && exit 0
                # A stage that was found to have nothing to do never begins: it neither runs nor waits for its turn.
                if [ -d /run/systemd/system ]; then
                    case $(systemctl show -p ActiveState -p Job cloud-init.service 2>/dev/null) in
                        *Job=[1-9]*) ;;
                        *ActiveState=inactive* | *ActiveState=failed*) exit 0 ;;
                    esac
                fi
                sleep 1
                seconds=$((seconds + 1))
            done
            # It hangs; what is set here may be overwritten, but waiting longer helps nobody.
            echo 'cloud-init does not come to an end.'
            """;

    /** Input: the seed. Request numbers are those of Linux on most processors: RNDADDENTROPY and RNDRESEEDCRNG. */
    static final String RANDOM_SEED = COMMON + """
            folder=/run
            [ -d /run ] || folder=/tmp
            seed=$(umask 077 && mktemp "$folder/pando.XXXXXX") || fail 'No room for the seed.'
            trap 'rm -f "$seed"' EXIT
            cat >"$seed"
            [ "$(wc -c <"$seed")" -eq 512 ] || fail 'The seed did not arrive.'
            cat "$seed" >/dev/urandom || fail 'The random generator takes nothing.'
            # Written bytes are mixed in, but used at once only when they are credited too.
            case $(uname -m) in
                x86_64 | i?86 | aarch64 | arm* | riscv* | s390*)
                    if has perl && perl -e '
                        open(my $pool, "+<", "/dev/random") or exit 1; local $/; my $seed = <STDIN>;
                        ioctl($pool, 0x40085203, pack("i i a*", 8 * length $seed, length $seed, $seed)) or exit 1;
                        ioctl($pool, 0x5207, 0);' <"$seed" 2>/dev/null; then :
                    elif has python3 && python3 -c '
            import fcntl, struct, sys
            seed = sys.stdin.buffer.read()
            with open("/dev/random", "r+b", 0) as pool:
                fcntl.ioctl(pool, 0x40085203, struct.pack("ii", 8 * len(seed), len(seed)) + seed)
                fcntl.ioctl(pool, 0x5207, 0)' <"$seed" 2>/dev/null; then :
                    fi ;;
            esac
            # What is kept for the next start must not be what was mixed in just now.
            for file in /var/lib/systemd/random-seed /var/lib/urandom/random-seed /var/lib/random-seed \\
                /var/lib/misc/random-seed /boot/efi/loader/random-seed /efi/loader/random-seed /boot/loader/random-seed; do
                if [ -e "$file" ]; then
                    head -c 512 /dev/urandom | replace "$file" 600
                fi
            done
            if [ -d /var/lib/seedrng ]; then
                rm -f /var/lib/seedrng/seed.credit
                head -c 512 /dev/urandom | replace /var/lib/seedrng/seed.no-credit 400
            fi
            """;

    static final String MACHINE_ID = COMMON + """
            id=$(tr -d '-' </proc/sys/kernel/random/uuid)
            [ "${#id}" -eq 32 ] || fail 'The kernel gives no unique id.'
            for file in /etc/machine-id /var/lib/dbus/machine-id; do
                if [ -e "$file" ] && [ ! -L "$file" ]; then
                    # The file itself may be mounted, on systems that keep /etc unchanged.
                    if grep -q " $file " /proc/self/mounts; then
                        printf '%s\\n' "$id" >"$file" || fail "$file cannot be written."
                    else
                        printf '%s\\n' "$id" | replace "$file" 444
                    fi
                fi
            done
            """;

    static final String SSH_HOST_KEYS = COMMON + """
            if has ssh-keygen && [ -d /etc/ssh ] && { has sshd || [ -x /usr/sbin/sshd ] || ls /etc/ssh/ssh_host_*_key >/dev/null 2>&1; }; then
                # Certificates are for keys that are about to go. DSA keys are of no use to anybody any more.
                rm -f /etc/ssh/ssh_host_*-cert.pub /etc/ssh/ssh_host_dsa_key* /etc/ssh/ssh_host_*.new*
                known=
                for key in /etc/ssh/ssh_host_*_key; do
                    [ -e "$key" ] || continue
                    known=yes
                    type=${key#/etc/ssh/ssh_host_}
                    type=${type%_key}
                    ssh-keygen -q -t "$type" -N '' -C "root@$(uname -n)" -f "$key.new" </dev/null &&
                        mv -f "$key.new" "$key" && mv -f "$key.new.pub" "$key.pub" ||
                        fail "ssh-keygen makes no $type key."
                done
                # Images that have none make all kinds at their first start.
                [ -n "$known" ] || ssh-keygen -A >/dev/null || fail 'ssh-keygen makes no host keys.'
                if [ -d /run/systemd/system ]; then
                    for unit in ssh.service sshd.service; do
                        systemctl --no-block try-restart "$unit" 2>/dev/null
                    done
                elif has rc-service; then
                    rc-service --ifstarted sshd restart >/dev/null 2>&1
                elif [ -s /run/sshd.pid ]; then
                    kill -HUP "$(cat /run/sshd.pid)" 2>/dev/null
                fi
            fi
            if has dropbearkey && [ -d /etc/dropbear ]; then
                made=
                for type in rsa dss ecdsa ed25519; do
                    key=/etc/dropbear/dropbear_${type}_host_key
                    if [ -e "$key" ] || [ -e "$key.pando" ]; then
                        rm -f "$key" "$key.pando"
                        # Under the other name until it is complete, so that a repetition knows that it belongs here.
                        : >"$key.pando"
                        rm -f "$key.new"
                        if [ "$type" = dss ]; then
                            rm -f "$key.pando"
                            continue
                        fi
                        dropbearkey -t "$type" -f "$key.new" >/dev/null 2>&1 || fail "dropbearkey makes no $type key."
                        mv -f "$key.new" "$key" && rm -f "$key.pando"
                        made=yes
                    fi
                done
                if [ -n "$made" ]; then
                    if [ -d /run/systemd/system ]; then
                        systemctl --no-block try-restart dropbear.service 2>/dev/null
                    elif has rc-service; then
                        rc-service --ifstarted dropbear restart >/dev/null 2>&1
                    elif [ -s /run/dropbear.pid ]; then
                        # Whatever watches over it starts it again.
                        kill "$(cat /run/dropbear.pid)" 2>/dev/null
                    fi
                fi
            fi
            exit 0
            """;

    static final String DHCP_IDENTITY = COMMON + """
            rm -f /var/lib/dhcp/*.leases* /var/lib/dhclient/*.lease* /etc/dhcpcd.duid /etc/dhcpcd.secret /etc/dhcpcd.iaid \\
                /var/lib/NetworkManager/*.lease* /var/lib/NetworkManager/secret_key /var/lib/wicked/*.xml
            rm -rf /var/lib/dhcpcd/* /var/lib/dhcpcd5/*
            exit 0
            """;

    static final String HOSTNAME = COMMON + """
            name='@HOSTNAME@'
            printf '%s\\n' "$name" | replace /etc/hostname 644
            printf '%s\\n' "$name" >/proc/sys/kernel/hostname || fail 'The kernel does not take the host name.'
            if [ -e /etc/conf.d/hostname ]; then
                printf 'hostname="%s"\\n' "$name" | replace /etc/conf.d/hostname 644
            fi
            {
                [ ! -e /etc/hosts ] || grep -v '^127\\.0\\.1\\.1[[:space:]]' /etc/hosts
                printf '127.0.1.1\\t%s\\n' "$name"
            } | replace /etc/hosts 644
            """;

    static final String TIMEZONE = COMMON + """
            zone='@TIMEZONE@'
            [ -f "/usr/share/zoneinfo/$zone" ] || fail "This guest knows no time zone $zone."
            rm -f /etc/localtime.pando
            ln -s "../usr/share/zoneinfo/$zone" /etc/localtime.pando && mv -f /etc/localtime.pando /etc/localtime ||
                fail '/etc/localtime cannot be written.'
            if [ -e /etc/timezone ] || has dpkg; then
                printf '%s\\n' "$zone" | replace /etc/timezone 644
            fi
            """;

    static final String ACCOUNT = COMMON + """
            name='@NAME@'
            line() { grep "^$name:" "/etc/$1" 2>/dev/null | head -n 1; }
            group() { grep -q "^$1:" /etc/group; }
            if [ -n "$(line passwd)" ]; then
                number=$(line passwd | cut -d : -f 3)
                [ "$number" -eq 0 ] || [ "$number" -ge 1000 ] || fail "The guest's system has an account $name of its own."
            else
                shell=/bin/sh
                [ -x /bin/bash ] && shell=/bin/bash
                if has useradd; then
                    # A group of that name may be there from an attempt that was cut short.
                    if group "$name"; then
                        useradd -m -s "$shell" -g "$name" "$name" || fail "useradd does not make the account $name."
                    else
                        useradd -m -s "$shell" "$name" || fail "useradd does not make the account $name."
                    fi
                elif has adduser; then
                    adduser -D -s "$shell" "$name" || adduser --disabled-password --gecos '' --shell "$shell" "$name" ||
                        fail "adduser does not make the account $name."
                else
                    fail 'This guest has no program to make accounts: useradd or adduser.'
                fi
                [ -n "$(line passwd)" ] || fail "The account $name was not made."
            fi
            home=$(line passwd | cut -d : -f 6)
            number=$(line passwd | cut -d : -f 3)
            primary=$(line passwd | cut -d : -f 4)
            if [ ! -d "$home" ]; then
                mkdir -p "$home" && chmod 750 "$home" && chown "$number:$primary" "$home" || fail "$home cannot be made."
            fi
            # An exclamation mark locks an account also for those who come with a key; an asterisk admits no password, but keys.
            case $(line shadow | cut -d : -f 2) in
                '!' | '!!') printf '%s:*\\n' "$name" | chpasswd -e 2>/dev/null ;;
            esac
            member() { grep -Eq "^$1:[^:]*:[^:]*:(.*,)?$name(,.*)?\\$" /etc/group; }
            for group in sudo wheel; do
                if [ "$number" -ne 0 ] && group "$group" && ! member "$group"; then
                    usermod -a -G "$group" "$name" 2>/dev/null || addgroup "$name" "$group" >/dev/null 2>&1 ||
                        awk -v group="$group" -v name="$name" 'BEGIN { FS = OFS = ":" }
                            $1 == group { $4 = $4 ($4 == "" ? "" : ",") name }
                            { print }' /etc/group | replace /etc/group 644
                    member "$group" || fail "The account $name did not get into the group $group."
                fi
            done
            exit 0
            """;

    /** Input: name and password, as chpasswd takes them. */
    static final String PASSWORD = COMMON + """
            IFS= read -r line
            name=${line%%:*}
            grep -q "^$name:" /etc/passwd || fail "There is no account $name."
            if has chpasswd; then
                printf '%s\\n' "$line" | chpasswd || fail "The password of $name cannot be set."
                exit 0
            fi
            if has mkpasswd; then
                hash=$(printf '%s\\n' "${line#*:}" | mkpasswd -m sha512 -P 0)
            elif has openssl; then
                hash=$(printf '%s\\n' "${line#*:}" | openssl passwd -6 -stdin)
            fi
            [ -n "$hash" ] || fail 'This guest has no program to set passwords: chpasswd, mkpasswd or openssl.'
            NAME=$name HASH=$hash awk 'BEGIN { FS = OFS = ":" } $1 == ENVIRON["NAME"] { $2 = ENVIRON["HASH"] } { print }' \\
                /etc/shadow | replace /etc/shadow 600
            """;

    static final String LOCK = COMMON + """
            name='@NAME@'
            case $(grep "^$name:" /etc/shadow | cut -d : -f 2) in
                '!'*) exit 0 ;;
            esac
            grep -q "^$name:" /etc/passwd || exit 0
            usermod -L "$name" 2>/dev/null || passwd -l "$name" >/dev/null 2>&1 || fail "The account $name cannot be locked."
            """;

    /** Input: the keys, a line each. */
    static final String SSH_KEYS = COMMON + """
            name='@NAME@'
            account=$(grep "^$name:" /etc/passwd | head -n 1)
            [ -n "$account" ] || fail "There is no account $name."
            home=$(printf '%s\\n' "$account" | cut -d : -f 6)
            owner=$(printf '%s\\n' "$account" | cut -d : -f 3):$(printf '%s\\n' "$account" | cut -d : -f 4)
            [ ! -L "$home/.ssh" ] && [ ! -L "$home/.ssh/authorized_keys" ] || fail "$home/.ssh leads elsewhere."
            mkdir -p "$home/.ssh" && chmod 700 "$home/.ssh" || fail "$home/.ssh cannot be made."
            keys=$home/.ssh/authorized_keys
            wanted=$(cat)
            {
                [ ! -e "$keys" ] || grep -v '^$' "$keys"
                printf '%s\\n' "$wanted" | while IFS= read -r key; do
                    [ -n "$key" ] && { [ ! -e "$keys" ] || ! grep -qxF "$key" "$keys"; } && printf '%s\\n' "$key"
                done
            } | replace "$keys" 600
            chown "$owner" "$home/.ssh" "$keys" || fail "$keys cannot be given to $name."
            if has restorecon; then restorecon -R "$home/.ssh" 2>/dev/null; fi
            exit 0
            """;
}
