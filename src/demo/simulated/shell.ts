import { quoteWord } from '../../core/quoting.ts';

/** The system folders that a simulated host has of its own. */
const ownFolders = 'bin|etc|lib|proc|run|sbin|sys|usr|var';

/**
 * Runs a command line on a simulated host: `sh shell.sh HOST-FOLDER LINE`. Paths of system folders become paths in the
 * host's folder, and are turned back in what comes out. The scripts of vipfarm are not changed otherwise, and run under
 * this machine's own sh; only what is in tools.ts is imitated.
 */
export const shellScript = `root=$1 line=$2 work=$1/simulated/run-$$
mkdir "$work" || exit 255
trap 'rm -rf "$work"' EXIT
into="s#(^|[^A-Za-z0-9._/-])/(${ownFolders})(/|[^A-Za-z0-9._-]|$)#\\\\1$root/\\\\2\\\\3#g"
SIMULATED_ROOT=$root REAL_PATH=$PATH PATH=$root/usr/sbin:$PATH
export SIMULATED_ROOT REAL_PATH PATH
# What matches ends with the character that the next match would begin with: hence twice.
case $line in
  *'exec /bin/sh -s')
    sed -E -e "$into" -e "$into" >"$work/script"
    exec </dev/null ;;
  *) printf '%s\\n' "$line" | sed -E -e "$into" -e "$into" >"$work/script" ;;
esac
/bin/sh "$work/script" >"$work/out" 2>"$work/err"
code=$?
sed "s#$root##g" "$work/out"
sed "s#$root##g" "$work/err" >&2
exit $code
`;

/** Folders that may stand in the script above without quoting. */
export function isPlainPath(folder: string): boolean {
  return /^[A-Za-z0-9._/-]+$/.test(folder) && quoteWord(folder) === folder;
}
