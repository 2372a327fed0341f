import { quoteCommand, quoteWord } from '../../core/quoting.ts';
import type { Action, Confirmation } from '../../core/step.ts';
import type { NamedDeed } from '../trial.ts';

/** The deeds as shell functions with numbers, beginning with 1; `stepRunner` calls them. */
export function deedFunctions(deeds: readonly NamedDeed[]): string {
  return deeds.map((deed, index) => compileDeed(deed, index + 1)).join('\n');
}

function compileDeed(deed: NamedDeed, number: number): string {
  return [
    `vf_id_${number}=${quoteWord(deed.id)}`,
    shellFunction(`vf_apply_${number}`, deed.apply.map(compileAction)),
    shellFunction(`vf_confirm_${number}`, [deed.confirm.map(compileConfirmation).join(' &&\n') || ':']),
    shellFunction(`vf_undo_${number}`, deed.undo.map(compileAction)),
    shellFunction(`vf_undone_${number}`, [deed.undone.map(compileConfirmation).join(' &&\n') || ':']),
  ].join('\n');
}

function shellFunction(name: string, lines: readonly string[]): string {
  return `${name}() {\n${lines.length === 0 ? ':' : lines.join('\n')}\n}`;
}

function compileAction(action: Action): string {
  switch (action.kind) {
    case 'run':
      return quoteCommand(action.command);
    case 'write':
      return `vf_write ${quoteCommand([action.path, action.mode.toString(8), action.content])}`;
    case 'link':
      return `vf_link ${quoteCommand([action.path, action.target])}`;
    case 'folder':
      return `mkdir -p -m ${action.mode.toString(8)} ${quoteWord(action.path)}`;
    case 'remove':
      return `vf_remove ${quoteWord(action.path)}`;
    case 'save':
      return `vf_save ${quoteWord(action.path)} || return`;
    case 'restore':
      return `vf_restore ${quoteWord(action.path)}`;
  }
}

function compileConfirmation({ command, expect }: Confirmation): string {
  const [how, wanted] = Object.entries(expect)[0] ?? ['is', ''];
  return `vf_expect ${quoteCommand([how, wanted, ...command])}`;
}

/**
 * `vf_go FROM TO` does these deeds, and undoes all from the first on when one does not hold. Where a dead-man watches,
 * the file `step` in the trial's folder has the number from which it would have to undo; it stands aside while a script is
 * at work, and asks it by the file `overdue` to undo what it did.
 *
 * What is to be undone is undone even where nothing can be written any more. A script that is sent again (`vf_again`) undoes
 * from where the one before was lost: the notes have the number of each deed that was begun.
 *
 * `is` and `lacks` say something only if the command itself worked; `contains` is proof enough alone. An empty file is
 * made by printf '', because where `: >FILE` fails, a POSIX shell ends: `:` is a special built-in.
 */
export const stepRunner = `vf_note() {
  printf '\\n@@vipfarm step %s %s\\n' "$1" "$2"
  vf_event "$1" "$2"
}
vf_event() {
  printf '%s %s\\n' "$vf_run" "$*" >>"$vf_progress"
}
vf_show() {
  cat "$vf_output"
}
vf_reached() {
  [ -z "$vf_watched" ] || printf '%s\\n' "$1" >"$vf_trial/step"
}
vf_go() {
  vf_n=$1
  while [ "$vf_n" -le "$2" ]; do
    eval "vf_id=\\$vf_id_$vf_n"
    if [ -n "$vf_watched" ] && [ -e "$vf_trial/overdue" ]; then
      vf_event - fired "$(vf_now)"
      printf 'not confirmed in time, so the host undoes the change\\n' >"$vf_output"
      vf_note "$vf_id" failed; vf_show; vf_failed=yes; vf_n=$((vf_n - 1)); vf_back; return
    fi
    vf_reached "$vf_n"
    vf_event "$vf_id" begun "$vf_n"
    "vf_apply_$vf_n" >"$vf_output" 2>&1
    if "vf_confirm_$vf_n" >>"$vf_output" 2>&1; then vf_note "$vf_id" 'done'; vf_show
    else vf_note "$vf_id" failed; vf_show; vf_failed=yes; vf_furthest; vf_back; return; fi
    vf_n=$((vf_n + 1))
  done
}
vf_furthest() {
  [ -n "$vf_again" ] || return
  while read -r vf_f vf_id vf_what vf_number; do
    case $vf_number in ''|*[!0-9]*) continue ;; esac
    [ "$vf_f $vf_what" = "$vf_run begun" ] && [ "$vf_number" -gt "$vf_n" ] && vf_n=$vf_number
  done <"$vf_progress"
}
vf_back() {
  printf '' 2>/dev/null >"$vf_output" || vf_output=/dev/null
  while [ "$vf_n" -ge 1 ]; do
    eval "vf_id=\\$vf_id_$vf_n"
    "vf_undo_$vf_n" >"$vf_output" 2>&1
    if "vf_undone_$vf_n" >>"$vf_output" 2>&1; then vf_note "$vf_id" undone; vf_show
    else vf_stuck=yes; vf_note "$vf_id" not-undone; vf_show; return; fi
    vf_n=$((vf_n - 1))
    vf_reached "$vf_n"
  done
}
vf_expect() {
  vf_how=$1; vf_want=$2; shift 2
  vf_found=$("$@" 2>&1); vf_status=$?
  case $vf_how in
    is) [ "$vf_status" = 0 ] && [ "$vf_found" = "$vf_want" ] && return 0 ;;
    contains) case "$vf_found " in *"$vf_want"*) return 0 ;; esac ;;
    lacks) case "$vf_found " in *"$vf_want"*) ;; *) [ "$vf_status" = 0 ] && return 0 ;; esac ;;
  esac
  printf 'expected that %s %s: %s\\nfound: %s\\n' "$*" "$vf_how" "$vf_want" "$vf_found"
  return 1
}
vf_write() {
  vf_new=\${1%/*}/.vipfarm-new
  if vf_said=$({ printf '%s' "$3" >"$vf_new" && chmod "$2" "$vf_new" && mv -f "$vf_new" "$1"; } 2>&1); then sync "$1" 2>/dev/null || sync
  else rm -f "$vf_new"; printf '%s could not be written: %s\\n' "$1" "$vf_said"; return 1; fi
}
vf_link() {
  vf_new=\${1%/*}/.vipfarm-new; rm -f "$vf_new"
  ln -s "$2" "$vf_new" && mv -f "$vf_new" "$1" || { rm -f "$vf_new"; return 1; }
}
vf_remove() {
  if [ -d "$1" ] && [ ! -L "$1" ]; then rmdir "$1"; else rm -f "$1"; fi
}
vf_saved() {
  case $1 in
    "$vf_runtime"/*) vf_kept=$vf_trial/kept.\${1##*/} ;;
    *) vf_kept=$vf_folder/saved/$(printf '%s' "$1" | tr / %) ;;
  esac
}
vf_save() {
  vf_saved "$1"
  [ -n "$vf_again" ] && { [ -L "$vf_kept" ] || [ -e "$vf_kept" ] || [ -e "$vf_kept.none" ]; } && return 0
  rm -f "$vf_kept" "$vf_kept.none"
  if [ -L "$1" ] || [ -e "$1" ]; then vf_copy "$1" "$vf_kept" || { rm -f "$vf_kept"; return 1; }
  else printf '' >"$vf_kept.none"; fi
}
vf_restore() {
  vf_saved "$1"
  if [ -L "$vf_kept" ] || [ -e "$vf_kept" ]; then
    vf_new=\${1%/*}/.vipfarm-new; rm -f "$vf_new"
    vf_copy "$vf_kept" "$vf_new" && mv -f "$vf_new" "$1" || { rm -f "$vf_new"; return 1; }
  elif [ -e "$vf_kept.none" ]; then rm -f "$1"; fi
}`;
