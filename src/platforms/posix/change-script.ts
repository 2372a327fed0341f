import type { ChangeOrder } from '../../core/change-order.ts';
import { quoteWord } from '../../core/quoting.ts';
import type { Step } from '../../core/step.ts';
import { partsOfTrial } from '../trial.ts';
import { deadMan } from './dead-man.ts';
import { hostLock } from './host-lock.ts';
import { type HostPlace, orderSettings, settings } from './host-place.ts';
import { deedFunctions, stepRunner } from './step-functions.ts';

/**
 * Steps as one script for any POSIX shell. Each step is believed only when its confirmations hold; the first that does
 * not hold is undone, and those before it in reverse, until one cannot be undone: what protects it then stays.
 *
 * The script is a function called in its last line, in braces, so a shell that got a part of it runs nothing. It ignores
 * the loss of its session, writes its output to a file before it shows it, and notes each event on the host. Where a step
 * could not be undone, what was saved stays in the folder: it may be the only copy.
 *
 * With a dead-man, what would undo is armed before the first step, only what is on trial is done, and all stays armed
 * when the script ends.
 */
export function compileChange(steps: readonly Step[], order: ChangeOrder, place: HostPlace): string {
  if (order.deadman === undefined) {
    return asScript(order, place, deedsOf(steps), `vf_enter && vf_begin || return\nvf_go 1 ${steps.length}`);
  }
  const { tried } = partsOfTrial(steps);
  const script = `vf_enter && vf_begin || return
vf_watched=yes
vf_arm ${order.deadman} || { vf_give_up; return; }
vf_go 1 ${tried.length}
if [ -n "$vf_failed" ]; then vf_disarm; rm -f "$vf_trial/open"; else vf_armed=yes; fi`;
  return asScript(order, place, deedFunctions(tried), script);
}

/**
 * The script that ends a trial: it takes the change out of the dead-man's hands, then does the steps that outlast a boot.
 * If one of them does not hold, those on trial are undone as well. Sent again, it goes on where it was lost.
 */
export function compileConfirm(steps: readonly Step[], order: ChangeOrder, place: HostPlace): string {
  const { tried, lasting } = partsOfTrial(steps);
  const script = `vf_patient=yes; vf_enter || return
if vf_trial_of_run && mv "$vf_trial/open" "$vf_trial/confirmed" 2>/dev/null; then vf_event - confirmed "$(vf_now)"
elif vf_noted confirmed; then vf_again=yes
else vf_refuse too-late "$(vf_why_late)"; vf_tidy; vf_unlock; return; fi
vf_disarm
mkdir -p "$vf_folder/saved"
vf_go ${tried.length + 1} ${tried.length + lasting.length}`;
  return asScript(order, place, deedFunctions([...tried, ...lasting]), script);
}

/** Hosts that are changed in the same way have the same list of steps, and what most of them are sent is made once. */
const made = new WeakMap<readonly Step[], string>();

function deedsOf(steps: readonly Step[]): string {
  const deeds = made.get(steps) ?? deedFunctions(steps);
  made.set(steps, deeds);
  return deeds;
}

function asScript(order: ChangeOrder, place: HostPlace, deeds: string, body: string): string {
  const program = `${settings(place)}
${orderSettings(order)}
vf_again='' vf_watched='' vf_failed='' vf_stuck='' vf_armed='' vf_patient='' vf_deadmen=${quoteWord(place.deadmen.join(' '))}
${hostLock}
${stepRunner}
${deadMan}
${deeds}
vf_whole=yes`;
  const mark = unusedLine(program);
  return `vf_program() {
cat <<'${mark}'
${program}
${mark}
}
${frame}
vf_change() {
umask 077; mkdir -p ${quoteWord(place.runtime)}; TMPDIR=${quoteWord(place.runtime)}
eval "$(vf_program)"
[ "$vf_whole" = yes ] || { vf_refuse unwritable ${quoteWord(`${place.runtime} cannot be written`)}; return; }
${body}
vf_leave
}
{ vf_change </dev/null; exit 0; }
`;
}

/** A line that stands nowhere in the text, to end it with. */
function unusedLine(text: string): string {
  let line = 'VF_PROGRAM';
  while (text.includes(line)) line += '_';
  return line;
}

/** How every change begins and ends. */
const frame = `vf_refuse() {
  printf '\\n@@vipfarm refused %s\\n%s\\n\\n@@vipfarm end\\n' "$1" "$2"
}
vf_refuse_unwritable() {
  vf_refuse unwritable "$vf_folder cannot be written"
}
vf_enter() {
  if vf_overdue; then
    vf_late=$(cat "$vf_trial/run"); "$vf_sh" "$vf_trial/fire" >/dev/null 2>&1
    [ -n "$vf_patient" ] || { vf_refuse locked "the change of run $vf_late was never confirmed and was undone only now: look at this host again"; return 1; }
  fi
  vf_left=30
  until vf_lock; do
    [ "$?" = 1 ] || { vf_refuse_unwritable; return 1; }
    vf_holder
    [ -n "$vf_patient" ] && [ "$vf_left" -gt 0 ] && [ "$(vf_read "$vf_end" run)" = "$vf_run" ] || { vf_refuse_locked; return 1; }
    vf_left=$((vf_left - 1)); sleep 1
  done
  if ! mkdir -p "$vf_folder"; then vf_refuse_unwritable
  elif [ -z "$vf_patient" ] && vf_on_trial && [ -e "$vf_trial/open" ]; then
    vf_refuse locked "the change of run $(cat "$vf_trial/run") by $(cat "$vf_trial/owner") awaits its confirmation since $(cat "$vf_trial/since")"
  elif { [ -n "$vf_patient" ] || vf_as_seen; } && vf_fenced; then return 0; fi
  vf_tidy; vf_unlock; return 1
}
vf_begin() {
  mkdir -p "$vf_folder/saved" && printf '' >"$vf_progress" && vf_event - begun "$(vf_now)" && vf_event - owner "$vf_owner" &&
  vf_event - fence "$vf_fence" && vf_event - boot "$(vf_boot_mark)" && { sync "$vf_progress" 2>/dev/null || sync; } && return
  vf_refuse_unwritable; vf_tidy; vf_unlock; return 1
}
vf_tidy() {
  [ -e "$vf_record" ] || [ -s "$vf_progress" ] || { rm -f "$vf_progress" "$vf_folder/fence"; rmdir "$vf_folder/saved" "$vf_folder"; } 2>/dev/null
}
vf_give_up() {
  vf_disarm; vf_clear_trial; printf '' >"$vf_progress"
  vf_refuse unwritable 'nothing could be armed on this host that would undo the change'; vf_tidy; vf_unlock
}
vf_noted() {
  grep -q -F -e "$vf_run - $1 " "$vf_progress" 2>/dev/null
}
vf_why_late() {
  if vf_noted fired; then printf 'the host has undone the change by itself at %s' "$(vf_read "$vf_progress" "$vf_run - fired")"
  elif vf_noted begun && [ "$(vf_read "$vf_progress" "$vf_run - boot")" != "$(vf_boot_mark)" ]; then printf 'the host was booted since'
  else printf 'no change of run %s awaits a confirmation here' "$vf_run"; fi
}
vf_leave() {
  rm -f "$vf_folder/output"
  if [ -n "$vf_armed" ]; then
    vf_unlock
    read -r vf_means vf_f <"$vf_trial/means"
    printf '\\n@@vipfarm armed\\n%s %s\\n' "$vf_means" "$vf_wait"
  else
    vf_event - ended
    if [ -z "$vf_stuck" ]; then
      rm -rf "$vf_folder/saved"
      if [ -z "$vf_failed" ]; then rm -rf "$vf_trial"
      elif vf_trial_of_run; then vf_clear_trial; fi
      [ -e "$vf_record" ] || vf_noted fired || { rm -f "$vf_progress" "$vf_folder/fence"; rmdir "$vf_folder"; } 2>/dev/null
    fi
    vf_unlock
  fi
  printf '\\n@@vipfarm end\\n'
}`;
