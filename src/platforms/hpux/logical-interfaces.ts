import type { Vip } from '../../core/address.ts';
import type { Command } from '../../core/quoting.ts';
import type { UnixObserved } from '../unix/observed.ts';

/** Prints the name of each interface that has an address, `lo0:1` too, once: not every release has ifconfig -a. */
export const interfaceNames = `netstat -in | awk '$1 ~ /^[a-z][a-z]*[0-9][0-9]*(:[0-9][0-9]*)?[*]?$/ { sub(/[*]$/, "", $1); if (!seen[$1]++) print $1 }'`;

/** All of the loopback. Its last line is for what is looked for with the blank behind it. */
export const showLoopback: Command = [
  'sh',
  '-c',
  `for vf_i in $(${interfaceNames} | grep '^lo0'); do ifconfig "$vf_i" || exit; done; echo end`,
];

/** Only the host itself knows which number is free at that moment; one that is put back has the number that it had. */
export function addAlias(vip: Vip, host: UnixObserved): Command {
  const before = host.addresses.find((one) => one.interface === 'lo0' && one.address === vip.address);
  const [, number = '1'] = /:(\d+)$/.exec(before?.label ?? '') ?? [];
  const program = `vf_n=$2
while ${interfaceNames} | grep -x "lo0:$vf_n" >/dev/null; do vf_n=$((vf_n + 1)); done
ifconfig "lo0:$vf_n" "$1" netmask 255.255.255.255 up`;
  return ['sh', '-c', program, 'sh', vip.address, number];
}

/** ifconfig(1M): a secondary interface goes away by the address 0.0.0.0; it is never unplumbed. */
export function removeAlias(vip: Vip): Command {
  const program = `for vf_i in $(${interfaceNames} | grep '^lo0:'); do
  if ifconfig "$vf_i" | grep -F "inet $1 " >/dev/null; then ifconfig "$vf_i" 0.0.0.0 || exit; fi
done`;
  return ['sh', '-c', program, 'sh', vip.address];
}
