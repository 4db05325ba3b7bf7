# shellcheck shell=dash
# Puts the first-boot software into the system that is sealed. Says which program starts it. Run within the system, with programs of the
# appliance only.
set -eu
cd /
own=/dev/.pando
program=/usr/lib/pando/first-boot
mkdir -p /usr/lib/pando
cp $own/first-boot $program
chmod 0755 $program
rm -rf /var/lib/pando/provisioned

systemd() {
    mkdir -p /etc/systemd/system/multi-user.target.wants
    cat >/etc/systemd/system/pando-first-boot.service <<'UNIT'
[Unit]
Description=First start of a machine made by Pando
ConditionPathExists=!/var/lib/pando/provisioned
# Not after the network, which is there only when this has begun: what waits for it would wait for long.
After=local-fs.target

[Service]
Type=exec
ExecStart=/usr/lib/pando/first-boot
KillMode=process

[Install]
WantedBy=multi-user.target
UNIT
    ln -sf /etc/systemd/system/pando-first-boot.service /etc/systemd/system/multi-user.target.wants/pando-first-boot.service
}

openrc() {
    cat >/etc/init.d/pando-first-boot <<'SERVICE'
#!/sbin/openrc-run
description="First start of a machine made by Pando"
command=/usr/lib/pando/first-boot
command_background=yes
pidfile=/run/pando-first-boot.pid

depend() {
    need localmount
    before net
}
SERVICE
    chmod 0755 /etc/init.d/pando-first-boot
    mkdir -p /etc/runlevels/default
    ln -sf /etc/init.d/pando-first-boot /etc/runlevels/default/pando-first-boot
}

# Whoever is the first process, by what it is a link to, or by what only it has.
if [ -e /usr/lib/systemd/systemd ] || [ -e /lib/systemd/systemd ]; then
    systemd
    echo systemd
elif [ -e /sbin/openrc-run ] || [ -e /usr/sbin/openrc-run ]; then
    openrc
    echo openrc
elif [ -f /etc/inittab ]; then
    grep -q /usr/lib/pando/first-boot /etc/inittab || printf '::once:/usr/lib/pando/first-boot\n' >>/etc/inittab
    echo busybox
else
    echo 'it starts by none of systemd, OpenRC and BusyBox init' >&2
    exit 1
fi

# Files that were written from without have no labels yet.
if [ -f /etc/selinux/config ] && ! grep -q '^SELINUX=disabled' /etc/selinux/config; then
    touch /.autorelabel
fi
