/**
 * What a host of the farm boots by: a small imitation of Debian's ifupdown, because the real one may not be installed on
 * the machine that the demo runs on. The files that it reads are the same; real ones are tried in the project's tests.
 */
export const ifupScript = `#!/bin/sh
# The demo's stand-in for ifupdown(8): ifup -a, or ifup NAME.
wanted=\${1:--a}
cat /etc/network/interfaces /etc/network/interfaces.d/* 2>/dev/null | while read -r word rest; do
  case $word in
    iface)
      IFACE=\${rest%% *} nic=\${IFACE%%:*} method=\${rest##* }
      if [ "$wanted" = -a ] || [ "$wanted" = "$IFACE" ]; then active=yes; else active=; fi
      export IFACE
      if [ "$active" ] && [ "$method" != manual ]; then ip link set "$nic" up; fi ;;
    address) if [ "$active" ]; then ip addr replace "$rest" dev "$nic"; fi ;;
    pre-up | up) if [ "$active" ]; then sh -c "$rest"; fi ;;
  esac
done
`;

/** The first thing at boot: kernel settings. */
export const procpsScript = `#!/bin/sh
for file in /etc/sysctl.d/*.conf /etc/sysctl.conf; do
  if [ -f "$file" ]; then sysctl -q -p "$file"; fi
done
`;

/** The second: addresses. */
export const networkingScript = `#!/bin/sh
ifup -a
`;

export function interfacesFile(address: string, prefix: number): string {
  return `source /etc/network/interfaces.d/*

auto lo
iface lo inet loopback

auto eth0
iface eth0 inet static
    address ${address}/${prefix}
`;
}
