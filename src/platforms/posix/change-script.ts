import { quoteCommand, quoteWord } from '../../core/quoting.ts';
import type { Action, Confirmation, Step } from '../../core/step.ts';

/** Where a host keeps what a change script needs to be undone or looked at later. Readable by root only. */
export interface HostFolder {
  readonly folder: string;
  /** The file whose presence means that something of vipfarm is on the host. */
  readonly record: string;
  /** A line for each thing that happened, of the last run only. */
  readonly progress: string;
}

/**
 * Steps as one script for any POSIX shell. Each step is believed only when its confirmations hold; the first that does
 * not hold is undone, and those before it in reverse, until one cannot be undone: what protects it then stays.
 *
 * The script is a function called in its last line, in braces, so a shell that got a part of it runs nothing. It ignores
 * the loss of its session, writes its output to a file before it shows it, and notes each event on the host. Where a step
 * could not be undone, what was saved stays in the folder: it may be the only copy.
 */
export function compileChange(steps: readonly Step[], run: string, place: HostFolder): string {
  return `vf_change() {
PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH; LC_ALL=C; export PATH LC_ALL
trap '' HUP PIPE; umask 077
vf_run=${quoteWord(run)} vf_folder=${quoteWord(place.folder)}
vf_progress=${quoteWord(place.progress)} vf_record=${quoteWord(place.record)}
mkdir -p "$vf_folder/saved" && printf '' >"$vf_progress" || { printf '\\n@@vipfarm refused\\n%s cannot be written\\n' "$vf_folder"; return 1; }
${steps.map((step, index) => compileStep(step, index + 1)).join('\n')}
vf_stuck=; vf_go ${steps.length}
rm -f "$vf_folder/output"
if [ -z "$vf_stuck" ]; then
  rm -rf "$vf_folder/saved"
  [ -e "$vf_record" ] || { rm -f "$vf_progress"; rmdir "$vf_folder"; } 2>/dev/null
fi
printf '\\n@@vipfarm end\\n'
}
${functions}
{ vf_change </dev/null; exit 0; }
`;
}

function compileStep(step: Step, number: number): string {
  return [
    `vf_id_${number}=${quoteWord(step.id)}`,
    shellFunction(`vf_apply_${number}`, step.apply.map(compileAction)),
    shellFunction(`vf_confirm_${number}`, [step.confirm.map(compileConfirmation).join(' &&\n') || ':']),
    shellFunction(`vf_undo_${number}`, step.undo.map(compileAction)),
    shellFunction(`vf_undone_${number}`, [step.undone.map(compileConfirmation).join(' &&\n') || ':']),
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
 * `is` and `lacks` say something only if the command itself worked; `contains` is proof enough alone. An empty file is
 * made by printf '', because where `: >FILE` fails, a POSIX shell ends: `:` is a special built-in.
 */
const functions = `vf_note() {
  printf '\\n@@vipfarm step %s %s\\n' "$1" "$2"
  printf '%s %s %s\\n' "$vf_run" "$1" "$2" >>"$vf_progress"
}
vf_show() {
  cat "$vf_folder/output"
}
vf_go() {
  vf_n=1
  while [ "$vf_n" -le "$1" ]; do
    eval "vf_id=\\$vf_id_$vf_n"
    printf '%s %s begun\\n' "$vf_run" "$vf_id" >>"$vf_progress"
    "vf_apply_$vf_n" >"$vf_folder/output" 2>&1
    if "vf_confirm_$vf_n" >>"$vf_folder/output" 2>&1; then vf_note "$vf_id" done; vf_show
    else vf_note "$vf_id" failed; vf_show; vf_back; return; fi
    vf_n=$((vf_n + 1))
  done
}
vf_back() {
  while [ "$vf_n" -ge 1 ]; do
    eval "vf_id=\\$vf_id_$vf_n"
    "vf_undo_$vf_n" >"$vf_folder/output" 2>&1
    if "vf_undone_$vf_n" >>"$vf_folder/output" 2>&1; then vf_note "$vf_id" undone; vf_show
    else vf_stuck=yes; vf_note "$vf_id" not-undone; vf_show; return; fi
    vf_n=$((vf_n - 1))
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
  if printf '%s' "$3" >"$vf_new" && chmod "$2" "$vf_new" && mv -f "$vf_new" "$1"; then sync "$1" 2>/dev/null || sync
  else rm -f "$vf_new"; return 1; fi
}
vf_link() {
  vf_new=\${1%/*}/.vipfarm-new; rm -f "$vf_new"
  ln -s "$2" "$vf_new" && mv -f "$vf_new" "$1" || { rm -f "$vf_new"; return 1; }
}
vf_remove() {
  if [ -d "$1" ] && [ ! -L "$1" ]; then rmdir "$1"; else rm -f "$1"; fi
}
vf_saved() {
  vf_kept=$vf_folder/saved/$(printf '%s' "$1" | tr / %)
}
vf_save() {
  vf_saved "$1"; rm -f "$vf_kept" "$vf_kept.none"
  if [ -L "$1" ] || [ -e "$1" ]; then cp -P -p "$1" "$vf_kept" || { rm -f "$vf_kept"; return 1; }
  else printf '' >"$vf_kept.none"; fi
}
vf_restore() {
  vf_saved "$1"
  if [ -L "$vf_kept" ] || [ -e "$vf_kept" ]; then
    vf_new=\${1%/*}/.vipfarm-new; rm -f "$vf_new"
    cp -P -p "$vf_kept" "$vf_new" && mv -f "$vf_new" "$1" || { rm -f "$vf_new"; return 1; }
  elif [ -e "$vf_kept.none" ]; then rm -f "$1"; fi
}`;
