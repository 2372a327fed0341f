import { quoteWord } from '../../core/quoting.ts';
import { folderOf } from '../own-file.ts';
import type { ProbeQuestion } from '../platform.ts';
import { changeMark, surroundings } from '../posix/host-place.ts';
import type { UnixSystem } from './system.ts';

/**
 * What the probes of all these systems have in common; it travels once, whoever they are. The functions that it calls and
 * does not have are those of the one system (`systemProbe`).
 *
 * Own files are printed whole, a bar before each line: no digest is needed, which not every system can make. What follows
 * the last line end is a line of its own, so that one that is missing shows, and no sed meets a line without its end.
 */
export const unixProbe = `vf() { printf '\\n@@vipfarm %s\\n' "$1"; }
vf_each() { for vf_f in "$@"; do [ -e "$vf_f" ] && printf '%s\\n' "$vf_f"; done; }
vf_files() {
  for vf_f in "$@"; do
    if [ -h "$vf_f" ] || [ -f "$vf_f" ]; then
      printf '= %s\\n' "$vf_f"; ls -ld "$vf_f"; [ -h "$vf_f" ] || { cat "$vf_f"; echo; } | sed 's/^/|/'
    fi
  done
}
vf_session() {
  vf_pid=$$; vf_s=$SSH_CONNECTION; vf_n=0
  while [ -z "$vf_s" ] && [ "\${vf_pid:-0}" -gt 1 ] && [ $vf_n -lt 6 ]; do
    vf_s=$(vf_environment "$vf_pid" | sed -n 's/.*SSH_CONNECTION=\\([^ ]* [^ ]* [^ ]* [0-9]*\\).*/\\1/p' | sed 1q)
    vf_pid=$(vf_parent "$vf_pid" | sed 's/ //g'); vf_n=$((vf_n + 1))
  done
  printf '%s\\n' "$vf_s"
}
vf_unix() {
  vf change-mark; vf_change_mark
  vf identity; uname -s; uname -r; uname -v; uname -m; uname -n; id -u
  vf release; vf_release
  vf session; vf_session
  vf interfaces; vf_interfaces
  vf routes; vf_routes | sed 100q
  vf tools; for vf_f in $vf_tools; do command -v "$vf_f"; done
  vf read-only; for vf_f in $vf_watched; do [ -e "$vf_f" ] && [ ! -w "$vf_f" ] && printf '%s\\n' "$vf_f"; done
  vf files; vf_files $vf_paths
  vf folders; vf_each $vf_watched
  vf record; cat "$vf_record"
  vf trial-record; [ -e "$vf_trial/boot" ] && [ "$(cat "$vf_trial/boot")" = "$(vf_boot_mark)" ] && cat "$vf_trial/record"
  vf progress; cat "$vf_progress"
  [ -z "$vf_vips" ] || {
    vf listeners; vf_listeners
    vf connections; vf_connections | grep -F $vf_vips | sed 100q
  }
  vf_more
  vf end
}
`;

/** What one system adds, and the call. */
export function systemProbe(system: UnixSystem, question: ProbeQuestion): string {
  const { place, probe } = system;
  const paths = system.stacks.flatMap((stack) => stack.ownPaths);
  const read = [...paths, ...(system.takeOver?.paths ?? [])];
  const watched = [folderOf(place.folder), ...paths.map(folderOf)];
  const vips = question.vips.map((vip) => `-e ${vip.address}`).join(' ');
  return `${surroundings(place)}
vf_trial=${quoteWord(`${place.runtime}/trial`)} vf_record=${quoteWord(place.record)} vf_progress=${quoteWord(place.progress)}
vf_paths='${unique(read)}' vf_watched='${unique(watched)}' vf_tools='${probe.tools.join(' ')}' vf_vips='${vips}'
vf_process_mark() { ${place.processMark}; }
vf_boot_mark() { ${place.bootMark}; }
vf_change_mark() { ${changeMark(place)}; }
vf_environment() { ${probe.environment}; }
vf_parent() { ${probe.parent ?? 'ps -o ppid= -p "$1"'}; }
vf_release() { ${probe.release}; }
vf_interfaces() { ${probe.interfaces}; }
vf_routes() { ${probe.routes}; }
vf_listeners() { ${probe.listeners}; }
vf_connections() { ${probe.connections}; }
vf_more() {
:
${probe.more?.(question) ?? ''}
}
vf_unix </dev/null 2>/dev/null
`;
}

function unique(words: readonly string[]): string {
  return [...new Set(words)].join(' ');
}
