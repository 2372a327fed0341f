/**
 * One change at a time on a host, and none whose right has passed to another.
 *
 * The lock is a file that appears whole (link(2) is atomic) and names its holder. A holder is dead when its process is,
 * or when the host was booted since. Nobody takes a dead one's file away, because between the look and the deed it may be
 * another's: a newcomer links itself as the one `after` it, which one alone can do, and holds if the first file is still
 * the same then. The last of such a chain is the holder; it removes the first file first.
 *
 * The highest fencing number is kept twice. In the folder it outlasts a boot, as long as a VIP of ours does; at runtime it
 * outlasts the last VIP, until the boot that also ends whatever was sent before it.
 */
export const hostLock = `vf_alive() {
  [ "$(vf_read "$1" boot)" = "$(vf_boot_mark)" ] || return 1
  vf_mark=$(vf_process_mark "$(vf_read "$1" pid)")
  [ -n "$vf_mark" ] && [ "$(vf_read "$1" began)" = "$vf_mark" ]
}
vf_holder() {
  vf_end=$vf_runtime/lock; vf_chain=
  while vf_next=$vf_runtime/after.$(vf_read "$vf_end" id); [ -e "$vf_next" ]; do vf_end=$vf_next; vf_chain="$vf_chain $vf_next"; done
}
vf_lock() {
  mkdir -p "$vf_runtime" || return 2
  vf_mark=$(vf_process_mark $$); vf_mine=$vf_runtime/mine.$$.$vf_mark; vf_tries=0
  printf '%s\\n' "id $$.$vf_mark" "run $vf_run" "owner $vf_owner" "fence $vf_fence" "since $(vf_now)" "pid $$" \\
    "began $vf_mark" "boot $(vf_boot_mark)" >"$vf_mine" || { rm -f "$vf_mine"; return 2; }
  while [ "$vf_tries" -lt 9 ]; do
    vf_tries=$((vf_tries + 1))
    if ln "$vf_mine" "$vf_runtime/lock" 2>/dev/null; then rm -f "$vf_mine"; return 0; fi
    vf_first=$(vf_read "$vf_runtime/lock" id); [ -n "$vf_first" ] || continue
    vf_holder
    if vf_alive "$vf_end"; then rm -f "$vf_mine"; return 1; fi
    vf_after=$vf_runtime/after.$(vf_read "$vf_end" id)
    ln "$vf_mine" "$vf_after" 2>/dev/null || continue
    if [ "$(vf_read "$vf_runtime/lock" id)" = "$vf_first" ]; then rm -f "$vf_mine"; return 0; fi
    rm -f "$vf_after"
  done
  rm -f "$vf_mine"; return 1
}
vf_unlock() {
  vf_holder; rm -f "$vf_runtime/lock" $vf_chain
}
vf_refuse_locked() {
  vf_holder
  vf_refuse locked "the change of run $(vf_read "$vf_end" run) by $(vf_read "$vf_end" owner) is under way on this host since $(vf_read "$vf_end" since)"
}
vf_highest() {
  { cat "$vf_folder/fence" "$vf_runtime/fence" 2>/dev/null; printf '%s %s\\n' "$vf_fence" "$vf_run by $vf_owner"; } | sort -n | sed -n '$p'
}
vf_as_seen() {
  [ -z "$vf_seen" ] || [ "$(vf_change_mark)" = "$vf_seen" ] && return
  vf_refuse outdated 'this host was changed after it was read; plan again'; return 1
}
vf_fenced() {
  vf_high=$(vf_highest)
  if [ "\${vf_high%% *}" != "$vf_fence" ]; then
    vf_refuse outdated "a newer run, \${vf_high#* }, has changed this host since; plan again"; return 1
  fi
  printf '%s\\n' "$vf_fence $vf_run by $vf_owner" >"$vf_runtime/fence" && cp "$vf_runtime/fence" "$vf_folder/fence"
}`;
