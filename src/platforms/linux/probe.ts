import type { Vip } from '../../core/address.ts';
import { quoteWord } from '../../core/quoting.ts';
import type { ProbeQuestion } from '../platform.ts';
import { changeMark, surroundings } from '../posix/host-place.ts';
import {
  ipv6Disabled,
  linuxPlace,
  progressPath,
  recordPath,
  runtimeFolder,
  trialRecordPath,
} from './place.ts';
import { stacks } from './stacks/index.ts';
import { sysctlPath } from './stacks/stack.ts';

/** Where sysctl settings may stand, in no order; sysctl-order.ts knows the order. */
const sysctlPlaces = [
  '/etc/sysctl.conf',
  '/etc/sysctl.d/*',
  '/run/sysctl.d/*.conf',
  '/usr/local/lib/sysctl.d/*.conf',
  '/usr/lib/sysctl.d/*.conf',
  '/lib/sysctl.d/*.conf',
].join(' ');

/** Programs whose presence decides what can be done, or what may stand in the way. */
const tools = [
  'ip sysctl sha256sum systemctl nmcli netplan networkctl wicked ifup ifdown ifreload ss netstat',
  'nft iptables-save arptables-save keepalived tuned-adm',
].join(' ');

const units = [
  'NetworkManager systemd-networkd networking network wicked wickedd systemd-sysctl keepalived tuned vipfarm-vip',
].join(' ');

/** Where networkd finds .network files and their drop-ins, from strongest to weakest. */
const networkdPlaces = ['/etc', '/run', '/usr/local/lib', '/usr/lib', '/lib']
  .flatMap((folder) => ['*.network', '*.network.d/*.conf'].map((name) => `${folder}/systemd/network/${name}`))
  .join(' ');

/** Where people and their tools write down addresses for the boot, of whatever stack: recipes are older than the host's tools. */
const bootPlaces = [
  '/etc/network/interfaces /etc/network/interfaces.d/* /etc/network/if-up.d/* /etc/netplan/*.yaml',
  '/etc/sysconfig/network-scripts/ifcfg-* /etc/sysconfig/network/ifcfg-*',
  '/etc/NetworkManager/system-connections/* /etc/NetworkManager/dispatcher.d/*',
  '/etc/systemd/network/*.network /etc/systemd/network/*.network.d/*.conf',
  '/etc/systemd/system/*.service /etc/systemd/system/*.service.d/*.conf',
  '/etc/rc.local /etc/rc.d/rc.local /etc/init.d/* /etc/conf.d/* /etc/local.d/*',
].join(' ');

/** All that can stand in a [Match] (systemd.network(5)). */
const networkdMatch = [
  'Name|OriginalName|MACAddress|PermanentMACAddress|Path|Driver|Type|Kind|Property|WLANInterfaceType|SSID|BSSID',
  'Host|Virtualization|KernelCommandLine|KernelVersion|Version|Credential|Architecture|Firmware',
].join('|');

/** Folders that a change writes into. */
const watchedFolders = '/etc /etc/sysctl.d /var/lib /proc/sys/net/ipv4/conf/all/arp_ignore';

/**
 * The probe of every Linux distribution: one script for any POSIX shell, old tools included (no `ip -j`, no `ss -H`).
 * It only reads. The whole script is one brace group, so that a shell that got half of it runs nothing of it.
 */
export function linuxProbe(question: ProbeQuestion): string {
  return `{
${introduction}
${beforeAll}
${identity}
${interfaces}
${loopbackSettings([ipv6Disabled, ...stacks.flatMap((stack) => stack.disturbs ?? [])])}
${sysctlSettings}
${managers}
${ownFiles([sysctlPath, ...stacks.flatMap((stack) => stack.ownPaths)])}
${question.vips.length === 0 ? '' : traffic(question.vips)}
vf end
} </dev/null 2>/dev/null
`;
}

const introduction = `${surroundings(linuxPlace)}
vf() { printf '\\n@@vipfarm %s\\n' "$1"; }
vf_each() { for vf_f in "$@"; do [ -e "$vf_f" ] && printf '%s\\n' "$vf_f"; done; }`;

// First, so that a change that comes in between is noticed: what is read after it may be of before or of after.
const beforeAll = `vf change-mark
${changeMark(linuxPlace)}`;

const identity = `vf identity
uname -s; uname -r; uname -m; uname -n; id -u
vf os-release
cat /etc/os-release || cat /etc/redhat-release /etc/SuSE-release /etc/debian_version
vf init
[ -d /run/systemd/system ] && echo systemd
[ -d /run/openrc ] && echo openrc
vf container
systemd-detect-virt -c || { tr '\\0' '\\n' </proc/1/environ | grep '^container='; }
vf session
vf_pid=$$; vf_s=$SSH_CONNECTION; vf_n=0
while [ -z "$vf_s" ] && [ "\${vf_pid:-0}" -gt 1 ] && [ $vf_n -lt 6 ]; do
  vf_s=$(tr '\\0' '\\n' <"/proc/$vf_pid/environ" | sed -n 's/^SSH_CONNECTION=//p')
  vf_pid=$(sed -n 's/^PPid:[^0-9]*//p' "/proc/$vf_pid/status"); vf_n=$((vf_n + 1))
done
printf '%s\\n' "$vf_s"`;

// With grep, because dash reads byte by byte, and a file of /proc/sys answers only the first of such reads.
const interfaces = `vf links
ip -o link show
vf addresses
ip -o addr show
vf routes
ip -o -4 route show | head -n 50; ip -o -6 route show | head -n 50
vf conf
(cd /proc/sys/net/ipv4/conf && grep . ./*/arp_ignore ./*/arp_announce ./*/rp_filter ./*/forwarding ./*/proxy_arp)`;

const sysctlSettings = `vf sysctl-paths
for vf_f in ${sysctlPlaces}; do
  [ -f "$vf_f" ] || [ -L "$vf_f" ] || continue
  if [ -L "$vf_f" ]; then printf '%s -> %s\\n' "$vf_f" "$(readlink "$vf_f")"; else printf '%s\\n' "$vf_f"; fi
done
vf sysctl-lines
grep -n -E 'arp_(ignore|announce)' /dev/null ${sysctlPlaces}
vf tuned
grep -E '^[[:space:]]*reapply_sysctl' /etc/tuned/tuned-main.conf
vf_t=; read -r vf_t </etc/tuned/active_profile
[ -n "$vf_t" ] && for vf_p in $vf_t; do
  grep -n -E 'arp_(ignore|announce)' /dev/null /usr/lib/tuned/"$vf_p"/tuned.conf /usr/lib/tuned/profiles/"$vf_p"/tuned.conf \
    /etc/tuned/"$vf_p"/tuned.conf /etc/tuned/profiles/"$vf_p"/tuned.conf
done`;

const managers = `vf tools
for vf_t in ${tools}; do command -v "$vf_t"; done
vf units
[ -d /run/systemd/system ] && systemctl show -p Id -p ActiveState -p UnitFileState ${units
  .split(' ')
  .map((name) => `${name}.service`)
  .join(' ')}
vf boot-links
vf_each /etc/rc[2345].d/S[0-9][0-9]network* /etc/rcS.d/S[0-9][0-9]networking /etc/runlevels/*/networking
vf networkmanager
command -v nmcli >/dev/null && {
nmcli -t -f VERSION,RUNNING general
nmcli -t -f DEVICE,STATE device | grep '^lo:'
nmcli -t -f TYPE,AUTOCONNECT,AUTOCONNECT-PRIORITY,FILENAME,NAME connection show | grep '^loopback:yes:'
}
vf networkd
command -v networkctl >/dev/null && networkctl --no-legend list lo
vf networkd-files
for vf_f in ${networkdPlaces}; do [ -e "$vf_f" ] && printf '%s:\\n' "$vf_f"; done
grep -E '^[[:space:]]*(\\[|(${networkdMatch})[[:space:]]*=)' /dev/null ${networkdPlaces}
vf netplan
vf_each /etc/netplan/*.yaml
grep -h renderer /etc/netplan/*.yaml
vf ifup
vf_u=$(command -v ifup) && readlink -f "$vf_u"
vf_each /usr/share/ifupdown2
grep -E '^[[:space:]]*(source|source-directory)[[:space:]]' /etc/network/interfaces
vf network-scripts
vf_each /etc/sysconfig/network-scripts/ifup-aliases
vf wicked
[ -f /etc/sysconfig/network/ifcfg-lo ] && { echo found; cat /etc/sysconfig/network/ifcfg-lo; }
vf read-only
for vf_f in ${watchedFolders}; do [ -e "$vf_f" ] && [ ! -w "$vf_f" ] && printf '%s\\n' "$vf_f"; done`;

function loopbackSettings(keys: readonly string[]): string {
  return `vf loopback-settings
for vf_k in ${[...new Set(keys)].join(' ')}; do
  [ -r "/proc/sys/$vf_k" ] && printf '%s %s\\n' "$vf_k" "$(cat "/proc/sys/$vf_k")"
done`;
}

function ownFiles(paths: readonly string[]): string {
  return `vf files
for vf_f in ${paths.join(' ')}; do
  if [ -L "$vf_f" ]; then printf 'link 777 %s %s\\n' "$(readlink "$vf_f")" "$vf_f"
  elif [ -f "$vf_f" ]; then
    vf_s=$(sha256sum <"$vf_f"); printf 'file %s %s %s\\n' "$(stat -c %a "$vf_f")" "\${vf_s%% *}" "$vf_f"
  fi
done
vf folders
vf_each ${[...new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/'))))].join(' ')}
vf record
cat ${recordPath}
vf trial-record
vf_process_mark() { ${linuxPlace.processMark}; }
[ -e ${runtimeFolder}/trial/boot ] && [ "$(cat ${runtimeFolder}/trial/boot)" = "$(${linuxPlace.bootMark})" ] && cat ${trialRecordPath}
vf progress
cat ${progressPath}`;
}

/** Kernel modules that are not loaded are not loaded by asking. */
function traffic(vips: readonly Vip[]): string {
  const named = vips.map((vip) => `-e ${quoteWord(vip.address)}`).join(' ');
  return `vf listeners
ss -lntu || netstat -lntu
vf connections
vf_established() { ss -nt state established || { netstat -ntW || netstat -nt; } | grep ESTABLISHED; }
for vf_v in ${vips.map((vip) => quoteWord(localEnd(vip))).join(' ')}; do
  vf_established | grep -E -e "$vf_v" | head -n 100
done
vf keepalived
grep -n -F ${named} /dev/null /etc/keepalived/*.conf /etc/keepalived/*/*.conf
vf boot-lines
grep -l -w -F ${named} ${bootPlaces} | while read -r vf_f; do
  printf '%s\\n' "$vf_f"; grep -n -w -F ${named} "$vf_f" | head -n 20
done
vf rules
[ -d /sys/module/nf_tables ] && nft list ruleset | grep -F ${named}
[ -s /proc/net/ip_tables_names ] && iptables-save | grep -F ${named}
[ -s /proc/net/arp_tables_names ] && arptables-save | grep -F ${named}`;
}

/**
 * The pattern of grep -E for a connection whose local end is this VIP, behind the two queues: `192.0.2.100:80`,
 * `192.0.2.100%lo:80`, `[2001:db8::100]:80`, without brackets in netstat and an older ss, `[::ffff:192.0.2.100]:80`. Nothing
 * that only resembles it may be counted: it would push the others out of the lines that are sent.
 */
function localEnd({ address }: Vip): string {
  const blank = '[[:space:]]+';
  const queues = `^([[:alpha:]][^[:space:]]*${blank})*[0-9]+${blank}[0-9]+${blank}`;
  const zone = '(%[^]:[:space:]]+)?';
  return `${queues}[[]?(::ffff:)?${address.replaceAll('.', '[.]')}${zone}[]]?${zone}:[0-9]+[[:space:]]`;
}
