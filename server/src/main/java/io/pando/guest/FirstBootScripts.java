package io.pando.guest;

/**
 * What is run at the first start of a machine that was made from a sealed disk, besides {@link CustomisationScripts} and by the same
 * rules. What the guest's own programs have made by then is its own, and stays.
 */
final class FirstBootScripts {
    private FirstBootScripts() {}

    static final String MACHINE_ID = CustomisationScripts.COMMON + """
            [ -e /etc/machine-id ] && [ ! -s /etc/machine-id ] || exit 0
            id=$(tr -d '-' </proc/sys/kernel/random/uuid)
            [ "${#id}" -eq 32 ] || fail 'The kernel gives no unique id.'
            printf '%s\\n' "$id" | replace /etc/machine-id 444
            """;

    static final String SSH_HOST_KEYS = CustomisationScripts.COMMON + """
            if has ssh-keygen && [ -d /etc/ssh ] && { has sshd || [ -x /usr/sbin/sshd ]; } &&
                ! ls /etc/ssh/ssh_host_*_key >/dev/null 2>&1; then
                # Those that the server is told to use, or else one of each kind.
                kinds=$(cat /etc/ssh/sshd_config /etc/ssh/sshd_config.d/*.conf 2>/dev/null |
                    sed -n 's/^[[:space:]]*HostKey[[:space:]].*ssh_host_\\([a-z0-9]*\\)_key.*/\\1/p')
                if [ -n "$kinds" ]; then
                    for kind in $kinds; do
                        ssh-keygen -q -t "$kind" -N '' -f "/etc/ssh/ssh_host_${kind}_key" </dev/null ||
                            fail "ssh-keygen makes no $kind key."
                    done
                else
                    ssh-keygen -A >/dev/null || fail 'ssh-keygen makes no host keys.'
                fi
                # Without a key it has given up by now.
                if [ -d /run/systemd/system ]; then
                    for unit in ssh.service sshd.service; do
                        if systemctl -q is-enabled "$unit" 2>/dev/null; then
                            systemctl reset-failed "$unit" 2>/dev/null
                            systemctl --no-block restart "$unit" 2>/dev/null
                        fi
                    done
                elif has rc-service; then
                    rc-service --ifexists sshd restart >/dev/null 2>&1
                fi
            fi
            if has dropbearkey && [ -d /etc/dropbear ] && ! ls /etc/dropbear/*host_key >/dev/null 2>&1; then
                dropbearkey -t ed25519 -f /etc/dropbear/dropbear_ed25519_host_key >/dev/null 2>&1 ||
                    fail 'dropbearkey makes no key.'
            fi
            exit 0
            """;

    /** Input: lines of {@code package NAME}, and of {@code proxy URL}, {@code apt LINE}, {@code dnf URL}, {@code apk URL}. */
    static final String PACKAGES = CustomisationScripts.COMMON + """
            # Told at once where somebody listens.
            tell() { { printf '%s\\n' "$*" >&3; } 2>/dev/null || :; }
            input=$(cat)
            setting() { printf '%s\\n' "$input" | sed -n "s/^$1 //p"; }
            proxy=$(setting proxy)
            if [ -n "$proxy" ]; then
                http_proxy=$proxy https_proxy=$proxy
                export http_proxy https_proxy
            fi
            seconds=0
            until awk '$2 == "00000000" { found = 1 } END { exit !found }' /proc/net/route; do
                [ $seconds -lt 60 ] || fail 'There is no way to the network that packages come from.'
                [ $seconds -ne 0 ] || tell 'waiting for the network'
                sleep 1
                seconds=$((seconds + 1))
            done
            missing=
            if has apt-get; then
                for name in $(setting package); do
                    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing="$missing $name"
                done
                [ -n "$missing" ] || exit 0
                set -- -q -y -o DPkg::Lock::Timeout=120 -o Acquire::Retries=2
                if [ -n "$(setting apt)" ]; then
                    list=$(mktemp -d)
                    trap 'rm -rf "$list"' EXIT
                    chmod 755 "$list"
                    setting apt >"$list/pando.list"
                    set -- "$@" -o "Dir::Etc::SourceList=$list/pando.list" -o Dir::Etc::SourceParts=-
                fi
                tell 'fetching the lists of packages'
                apt-get "$@" -o APT::Update::Error-Mode=any update || fail 'The lists of packages cannot be fetched.'
                tell "installing$missing"
                # shellcheck disable=SC2086 # names
                DEBIAN_FRONTEND=noninteractive apt-get "$@" -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef \\
                    -o Dpkg::Options::=--force-confold install $missing
            elif has dnf || has yum; then
                for name in $(setting package); do
                    rpm -q --whatprovides "$name" >/dev/null 2>&1 || missing="$missing $name"
                done
                [ -n "$missing" ] || exit 0
                program=dnf
                has dnf || program=yum
                set -- -y
                if [ -n "$(setting dnf)" ]; then
                    set -- "$@" "--repofrompath=pando,$(setting dnf)" --repo=pando
                fi
                tell "installing$missing"
                # shellcheck disable=SC2086
                $program "$@" install $missing
            elif has apk; then
                for name in $(setting package); do
                    apk info -e "$name" >/dev/null 2>&1 || missing="$missing $name"
                done
                [ -n "$missing" ] || exit 0
                set -- --no-progress --update-cache
                [ -z "$(setting apk)" ] || set -- "$@" --repositories-file /dev/null -X "$(setting apk)"
                tell "installing$missing"
                # shellcheck disable=SC2086
                apk add "$@" $missing
            else
                fail 'This guest has no program that installs packages: apt-get, dnf, yum or apk.'
            fi
            """;
}
