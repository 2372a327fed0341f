import { quoteWord } from '../../core/quoting.ts';
import { deadMan } from './dead-man.ts';
import { hostLock } from './host-lock.ts';
import { type HostPlace, settings } from './host-place.ts';

/** Prints what the host remembers, and changes nothing. Who is at work is looked up before and after the notes are read. */
export function compileRecall(place: HostPlace): string {
  return `{
${looking(place)}
vf_at_work before
printf '\\n@@vipfarm trial\\n'
vf_on_trial && [ -e "$vf_trial/open" ] && { cat "$vf_trial/run" && cat "$vf_trial/until"; }
printf '\\n@@vipfarm boot\\n'; vf_boot_mark
printf '\\n@@vipfarm fence\\n'; cat "$vf_folder/fence" "$vf_runtime/fence" | sort -n | sed -n '$p'
printf '\\n@@vipfarm notes\\n'; cat "$vf_progress"
vf_at_work after
printf '\\n@@vipfarm end\\n'
} </dev/null 2>/dev/null
`;
}

/**
 * Clears the notes of a run whose change is over. Those of any other run stay, and so does what goes on, awaits its
 * confirmation, or left copies of files behind that may be the only ones.
 */
export function compileDismiss(run: string, place: HostPlace): string {
  return `vf_dismiss() {
${looking(place)}
vf_run=${quoteWord(run)} vf_owner=dismissal vf_fence=0
vf_lock || return
if ! { vf_on_trial && [ -e "$vf_trial/open" ]; } && grep -q -F -e "$vf_run - begun" "$vf_progress" &&
  { [ ! -d "$vf_folder/saved" ] || rmdir "$vf_folder/saved"; }; then
  rm -f "$vf_progress"
  [ -e "$vf_record" ] || { rm -f "$vf_folder/fence"; rmdir "$vf_folder"; }
fi
vf_unlock
}
{ vf_dismiss </dev/null 2>/dev/null; printf '\\n@@vipfarm end\\n'; exit 0; }
`;
}

function looking(place: HostPlace): string {
  return `${settings(place)}
${hostLock}
${deadMan}
vf_at_work() {
  printf '\\n@@vipfarm at-work-%s\\n' "$1"; vf_holder; vf_alive "$vf_end" && vf_read "$vf_end" run
}`;
}
