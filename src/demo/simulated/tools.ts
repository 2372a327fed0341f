/**
 * What the simulated hosts have instead of a kernel: programs that keep addresses and settings in files. They know what
 * vipfarm's scripts and the demo ask of them, and no more. Where a system lacks GNU options (macOS), `stat` and
 * `sha256sum` are imitated as well.
 */
export const simulatedTools: Readonly<Record<string, string>> = {
  ip: `#!/bin/sh
list=$SIMULATED_ROOT/simulated/addresses family=4 words=
for word; do
  case $word in -6) family=6 ;; -*) ;; *) words="$words $word" ;; esac
done
set -- $words
case "$1 $2" in
  'link show')
    echo '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000\\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00'
    echo "2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default qlen 1000\\\\    link/ether $(cat "$SIMULATED_ROOT/simulated/mac") brd ff:ff:ff:ff:ff:ff" ;;
  'addr show')
    [ "$family" = 4 ] && while read -r nic address scope; do
      [ "\${4:-$nic}" = "$nic" ] && printf '%s: %s    inet %s scope %s %s\\\\       valid_lft forever preferred_lft forever\\n' \\
        "$([ "$nic" = lo ] && echo 1 || echo 2)" "$nic" "$address" "$scope" "$nic"
    done <"$list" ;;
  'addr add' | 'addr replace')
    if ! grep -q "^$5 $3 " "$list"; then echo "$5 $3 global" >>"$list"
    elif [ "$2" = add ]; then echo 'Error: ipv4: Address already assigned.' >&2; exit 2; fi ;;
  'addr del')
    if grep -q "^$5 $3 " "$list"; then grep -v "^$5 $3 " "$list" >"$list.new"; mv "$list.new" "$list"
    else echo 'Error: ipv4: Address not found.' >&2; exit 2; fi ;;
  'route show') [ "$family" = 4 ] && echo '192.0.2.0/24 dev eth0 proto kernel scope link' ;;
  *) echo "simulated ip: not known: $*" >&2; exit 1 ;;
esac
exit 0
`,
  sysctl: `#!/bin/sh
status=0 ignore= quiet=
setting() {
  key=$(printf %s "\${1%%=*}" | tr -d ' ') value=$(printf %s "\${1#*=}" | tr -d ' ')
  case $key in */*) path=$key ;; *) path=$(printf %s "$key" | tr . /) ;; esac
  if [ ! -f "$SIMULATED_ROOT/proc/sys/$path" ]; then
    [ "$ignore" ] || { echo "sysctl: cannot stat /proc/sys/$path: No such file or directory" >&2; status=1; }
    return
  fi
  case $1 in *=*) echo "$value" >"$SIMULATED_ROOT/proc/sys/$path" ;; *) value=$(cat "$SIMULATED_ROOT/proc/sys/$path") ;; esac
  [ "$quiet" ] || echo "$key = $value"
}
while [ $# -gt 0 ]; do
  case $1 in
    -q) quiet=yes ;;
    -e) ignore=yes ;;
    -w) ;;
    -p)
      while read -r line; do
        case $line in '' | '#'* | ';'*) ;; *) setting "\${line#-}" ;; esac
      done <"$2"
      shift ;;
    *) setting "$1" ;;
  esac
  shift
done
exit $status
`,
  uname: `#!/bin/sh
case $1 in -s) echo Linux ;; -r) echo simulated ;; -m) echo none ;; -n) cat "$SIMULATED_ROOT/etc/hostname" ;; esac
`,
  id: `#!/bin/sh
echo 0
`,
  ss: `#!/bin/sh
case $1 in *l*) echo 'tcp LISTEN 0 511 0.0.0.0:80 0.0.0.0:*' ;; esac
`,
  ifup: `#!/bin/sh
echo 'a simulated host does not boot' >&2
exit 1
`,
  'systemd-detect-virt': `#!/bin/sh
echo none
exit 1
`,
  stat: `#!/bin/sh
case $(ls -ld "$3") in
  -rw-------*) echo 600 ;; -rw-r--r--*) echo 644 ;; -rwx------*) echo 700 ;; -rwxr-xr-x*) echo 755 ;; *) echo 0 ;;
esac
`,
  sha256sum: `#!/bin/sh
PATH=$REAL_PATH
digest() { sed "s#$SIMULATED_ROOT##g" | { sha256sum 2>/dev/null || shasum -a 256; }; }
if [ $# = 0 ]; then digest; exit; fi
for file; do sum=$(digest <"$file") && echo "\${sum%% *}  $file"; done
`,
};
