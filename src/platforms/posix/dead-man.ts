/**
 * A change on trial and what takes it back. The folder of the trial holds, until it is over:
 * `run`, `owner`, `since`, `boot`: whose it is, and that no boot came between; `program`: the functions of its steps, the
 * same text that did them; `step`: from which step to undo; `until`: seconds since 1970; `means`: who waits.
 * `open` becomes `confirmed` or `fired` by a rename, which one alone can do.
 *
 * Three can wait. A transient timer of systemd; at(1), which knows whole minutes only, so it comes up to two minutes
 * late; a shell that is no part of the session any more.
 */
export const deadMan = `vf_on_trial() {
  [ -e "$vf_trial/boot" ] && [ "$(cat "$vf_trial/boot")" = "$(vf_boot_mark)" ]
}
vf_trial_of_run() {
  vf_on_trial && [ "$(cat "$vf_trial/run")" = "$vf_run" ]
}
vf_clear_trial() {
  for vf_f in run owner since until program fire wait waiter means step overdue open fired confirmed; do rm -f "$vf_trial/$vf_f"; done
  rm -f "$vf_trial"/kept.*
  [ -e "$vf_trial/record" ] || { rm -f "$vf_trial/boot"; rmdir "$vf_trial"; } 2>/dev/null
}
vf_arm() {
  vf_on_trial || rm -rf "$vf_trial"
  mkdir -p "$vf_trial" && vf_clear_trial; mkdir -p "$vf_trial" || return
  vf_boot_mark >"$vf_trial/boot" && printf '%s\\n' "$vf_run" >"$vf_trial/run" && printf '%s\\n' "$vf_owner" >"$vf_trial/owner" &&
  vf_now >"$vf_trial/since" && printf '0\\n' >"$vf_trial/step" && vf_program >"$vf_trial/program" &&
  printf '. %s/program\\nvf_fire\\nexit 0\\n' "$vf_trial" >"$vf_trial/fire" && printf '' >"$vf_trial/open" || return
  for vf_means in $vf_deadmen; do
    vf_wait=$1
    if "vf_arm_$vf_means"; then
      vf_time=$(vf_epoch)
      printf '%s\\n' "$((vf_time + vf_wait))" >"$vf_trial/until"
      vf_event - armed "$vf_wait $vf_means"
      return 0
    fi
  done
  return 1
}
vf_unit() {
  printf 'vipfarm-deadman-%s' "$(printf '%s' "$vf_run" | tr -c '0-9A-Za-z_.-' _)"
}
vf_arm_systemd() {
  [ -d /run/systemd/system ] && command -v systemd-run >/dev/null || return
  systemd-run --quiet --unit="$(vf_unit)" --on-active="$vf_wait" --timer-property=AccuracySec=1s "$vf_sh" "$vf_trial/fire" >/dev/null 2>&1
  [ "$(systemctl is-active "$(vf_unit).timer" 2>/dev/null)" = active ] || return
  printf 'systemd %s\\n' "$(vf_unit).timer" >"$vf_trial/means"
}
vf_arm_at() {
  command -v at >/dev/null && vf_at_runs || return
  vf_minutes=$(((vf_wait + 59) / 60 + 1)); vf_wait=$((vf_minutes * 60))
  vf_job=$(printf '%s\\n' "$vf_sh $vf_trial/fire" | at now + "$vf_minutes" minutes 2>&1 | sed -n 's/^[Jj]ob \\([^ ]*\\) .*/\\1/p')
  [ -n "$vf_job" ] && printf 'at %s\\n' "$vf_job" >"$vf_trial/means"
}
vf_arm_shell() {
  cat >"$vf_trial/wait" <<'VF_WAIT'
trap '' HUP
trap 'kill "$vf_sleep"; exit 0' TERM
sleep "$1" & vf_sleep=$!
wait "$vf_sleep"
. "$2"
VF_WAIT
  vf_apart=; for vf_f in setsid nohup; do command -v $vf_f >/dev/null && { vf_apart=$vf_f; break; }; done
  $vf_apart "$vf_sh" "$vf_trial/wait" "$vf_wait" "$vf_trial/fire" </dev/null >/dev/null 2>&1 &
  vf_f=$!; kill -0 "$vf_f" && printf 'shell %s %s\\n' "$vf_f" "$(vf_process_mark "$vf_f")" >"$vf_trial/means"
}
vf_disarm() {
  { read -r vf_means vf_who vf_mark <"$vf_trial/means"; } 2>/dev/null || return
  case $vf_means in
    systemd) systemctl stop "$vf_who" ;;
    at) atrm "$vf_who" || at -r "$vf_who" ;;
    shell) [ "$vf_who" != $$ ] && [ "$(vf_process_mark "$vf_who")" = "$vf_mark" ] && kill "$vf_who" ;;
  esac 2>/dev/null
}
vf_overdue() {
  vf_on_trial && [ -e "$vf_trial/open" ] && [ -s "$vf_trial/until" ] || return
  vf_time=$(vf_epoch); vf_until=$(cat "$vf_trial/until")
  [ "$((vf_time - vf_until))" -gt 60 ]
}
vf_fire() {
  vf_trial_of_run && [ -e "$vf_trial/open" ] || return 0
  printf '' >"$vf_trial/overdue"
  vf_patience=20
  until vf_lock; do
    [ "$?" = 1 ] || [ "$vf_patience" -gt 0 ] || break
    [ -e "$vf_trial/open" ] || return 0
    vf_holder
    [ "$vf_patience" -gt 0 ] || kill -KILL "$(vf_read "$vf_end" pid)"
    vf_patience=$((vf_patience - 1)); sleep 1
  done
  if vf_trial_of_run && mv "$vf_trial/open" "$vf_trial/fired" 2>/dev/null; then
    vf_event - fired "$(vf_now)"
    vf_disarm
    vf_watched=yes; vf_stuck=
    vf_n=$(cat "$vf_trial/step"); vf_back
    vf_event - ended
    rm -f "$vf_folder/output"
    [ -n "$vf_stuck" ] || { rm -rf "$vf_folder/saved"; vf_clear_trial; }
  fi
  vf_unlock
}`;
