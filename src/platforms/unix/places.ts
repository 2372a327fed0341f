import type { HostPlace } from '../posix/host-place.ts';

/** A place of a BSD or of macOS. */
export function placeOfBsd({ bootMark }: Pick<HostPlace, 'bootMark'>): HostPlace {
  return {
    ...notesIn('/var/db/vipfarm'),
    path: '/sbin:/bin:/usr/sbin:/usr/bin',
    shell: '/bin/sh',
    bootMark,
    // The first word is the state; a process that has ended and is not yet reaped (Z) is none.
    processMark: `ps -o state= -o lstart= -p "$1" 2>/dev/null | sed -n 's/^ *[^Z ][^ ]* *//p' | sed 's/  */_/g'`,
    epoch: 'date +%s',
    copy: 'cp -R -P -p "$1" "$2"',
  };
}

/**
 * A place of a descendant of System V. Its ps tells no beginning that stays the same, so `processMark` is a name: a number
 * that another shell has got is taken for the old one, and a lock is held too long, never by two.
 */
export function placeOfSystemV(
  special: Pick<HostPlace, 'path' | 'shell' | 'processMark'> & Partial<Pick<HostPlace, 'epoch'>>,
): HostPlace {
  return {
    ...notesIn('/var/adm/vipfarm'),
    bootMark: 'who -b',
    // srand() gives the seed before, which was the time; date knows no %s on every release.
    epoch: `awk 'BEGIN { srand(); print srand() }'`,
    copy: `if [ -h "$1" ]; then ln -s "$(ls -l "$1" | sed 's/.* -> //')" "$2"; else cp -p "$1" "$2"; fi`,
    ...special,
  };
}

/** The name of the process $1, by ps of System V; nothing for one that has ended and is not yet reaped. */
export const nameOfProcess = `ps -o comm= -p "$1" 2>/dev/null | sed -n -e '/defunct/d' -e 's/^ *//' -e 's/ .*//' -e 1p`;

/**
 * What all have in common. What waits to undo a change is a shell: the BSDs look for jobs of at(1) every few minutes only,
 * macOS does not unless told to, and on System V it could not be seen whether cron is there to run them.
 */
function notesIn(
  folder: string,
): Pick<HostPlace, 'folder' | 'record' | 'progress' | 'runtime' | 'atRuns' | 'deadmen'> {
  return {
    folder,
    record: `${folder}/record`,
    progress: `${folder}/progress`,
    runtime: '/var/run/vipfarm',
    atRuns: 'false',
    deadmen: ['shell'],
  };
}
