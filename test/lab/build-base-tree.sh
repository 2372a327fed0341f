#!/bin/sh
# Builds the Debian tree that every lab host is an overlay over:  build-base-tree.sh FOLDER
# FOLDER must not exist. Takes about a minute and 400 MB; base-tree.ts caches the result by the sha256 of this file.
set -eu
tree=$1

# Everything that any lab host boots with. No network service is enabled here: a host enables the one of its stack.
packages=systemd,systemd-sysv,dbus,openssh-server,iproute2,iputils-arping,iputils-ping,procps,sudo,kmod
packages=$packages,ifupdown,netplan.io,network-manager,python3,adduser,lsb-base,libbsd0

mmdebstrap --quiet --variant=minbase --include="$packages" \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' \
  --customize-hook='chroot "$1" sh -eu <<"HOOK"
    # ifupdown2 and ifupdown-ng replace ifupdown, so they wait here until a host wants one of them.
    mkdir /opt/debs
    cd /opt/debs
    apt-get -o APT::Sandbox::User=root download -qq ifupdown2 ifupdown-ng
    for service in networking NetworkManager NetworkManager-wait-online NetworkManager-dispatcher \
        systemd-networkd systemd-networkd-wait-online systemd-network-generator; do
      systemctl disable -q "$service"
    done
    systemctl mask -q apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer \
      console-getty.service systemd-logind.service
    systemctl enable -q ssh
    rm -f /etc/ssh/ssh_host_* /etc/machine-id /etc/resolv.conf
    useradd --create-home --shell /bin/sh ops
    echo "ops ALL=(root) NOPASSWD: ALL" > /etc/sudoers.d/ops
    chmod 0440 /etc/sudoers.d/ops
    rm -f /home/ops/.profile /home/ops/.bashrc /root/.profile /root/.bashrc
HOOK' \
  bookworm "$tree"
