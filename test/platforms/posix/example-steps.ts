import type { ChangeOrder } from '../../../src/core/change-order.ts';
import { digestOf } from '../../../src/core/digest.ts';
import type { Confirmation, Step } from '../../../src/core/step.ts';
import { linuxPlace } from '../../../src/platforms/linux/place.ts';
import { compileChange } from '../../../src/platforms/posix/change-script.ts';
import type { HostPlace } from '../../../src/platforms/posix/host-place.ts';

/** Everything of a change script happens below /mnt, and on the lo of its namespace. */
export const place: HostPlace = {
  ...linuxPlace,
  folder: '/mnt/lib/vipfarm',
  record: '/mnt/lib/vipfarm/record',
  progress: '/mnt/lib/vipfarm/progress',
  runtime: '/mnt/run/vipfarm',
  bootMark: 'cat /mnt/boot',
  deadmen: ['shell'],
};

export const order: ChangeOrder = { run: 'run-1', fence: 7, owner: 'ops@admin1', deadman: undefined };

/** The host before: a file, a link and an address that steps replace, and what must survive. */
export const furnish = `mkdir -p /mnt/lib /mnt/etc /mnt/run && echo boot-1 >/mnt/boot && printf 'old\\n\\nlines' >/mnt/etc/file && chmod 640 /mnt/etc/file
ln -s /somewhere /mnt/etc/link; printf gone >/mnt/etc/away; chmod 4711 /mnt/etc/away`;

/** Prints everything that a script can have changed. */
export const look = `(cd /mnt && find . -path ./run -prune -o -printf '%p %y %#m %l\\n' | sort && find . -path ./run -prune -o -type f -exec sha256sum {} + | sort
ip -o -4 address show dev lo)`;

const newText = 'it\'s "new" $HOME `x` \\n %s\n\n한글 \u{1f600}';

/** A step of each kind, as platforms make them. */
export const exampleSteps: readonly Step[] = [
  step('file', {
    apply: [
      { kind: 'save', path: '/mnt/etc/file' },
      { kind: 'write', path: '/mnt/etc/file', content: newText, mode: 0o600 },
    ],
    confirm: [{ command: ['sha256sum', '/mnt/etc/file'], expect: { contains: digestOf(newText) } }],
    undo: [{ kind: 'restore', path: '/mnt/etc/file' }],
    undone: [{ command: ['cat', '/mnt/etc/file'], expect: { is: 'old\n\nlines' } }],
  }),
  step('new-file', {
    apply: [
      { kind: 'folder', path: '/mnt/etc/folder', mode: 0o755 },
      { kind: 'save', path: '/mnt/etc/folder/new' },
      { kind: 'write', path: '/mnt/etc/folder/new', content: '', mode: 0o644 },
    ],
    confirm: [{ command: ['stat', '-c', '%a %s', '/mnt/etc/folder/new'], expect: { is: '644 0' } }],
    undo: [
      { kind: 'restore', path: '/mnt/etc/folder/new' },
      { kind: 'remove', path: '/mnt/etc/folder' },
    ],
    undone: [],
  }),
  step('link', {
    apply: [
      { kind: 'save', path: '/mnt/etc/link' },
      { kind: 'link', path: '/mnt/etc/link', target: '/else where' },
    ],
    confirm: [{ command: ['readlink', '/mnt/etc/link'], expect: { is: '/else where' } }],
    undo: [{ kind: 'restore', path: '/mnt/etc/link' }],
    undone: [{ command: ['readlink', '/mnt/etc/link'], expect: { is: '/somewhere' } }],
  }),
  step('address', {
    apply: [run('ip', 'addr', 'replace', '192.0.2.100/32', 'dev', 'lo')],
    confirm: [
      { command: ['ip', '-o', 'addr', 'show', 'dev', 'lo'], expect: { contains: '192.0.2.100/32 ' } },
    ],
    undo: [run('ip', 'addr', 'del', '192.0.2.100/32', 'dev', 'lo')],
    undone: [{ command: ['ip', '-o', 'addr', 'show', 'dev', 'lo'], expect: { lacks: '192.0.2.100/32 ' } }],
  }),
  step('away', {
    apply: [
      { kind: 'save', path: '/mnt/etc/away' },
      { kind: 'remove', path: '/mnt/etc/away' },
    ],
    confirm: [],
    undo: [{ kind: 'restore', path: '/mnt/etc/away' }],
    undone: [{ command: ['cat', '/mnt/etc/away'], expect: { is: 'gone' } }],
  }),
];

/** The same step, but for a confirmation that never holds. */
export function failing(one: Step): Step {
  return { ...one, confirm: [...one.confirm, never] };
}

/** A confirmation that holds on no host. */
export const never: Confirmation = { command: ['echo', 'something else'], expect: { is: 'never' } };

/** A step that leaves a record behind, as the first VIP of a host does. */
export const remember: Step = step('remember', {
  apply: [{ kind: 'write', path: place.record, content: 'ours', mode: 0o600 }],
  confirm: [],
  undo: [{ kind: 'remove', path: place.record }],
  undone: [],
});

export function step(id: string, parts: Pick<Step, 'apply' | 'confirm' | 'undo' | 'undone'>): Step {
  return { id, title: id, reason: 'an example', risk: 'none', trial: 'all', ...parts };
}

export function run(...command: readonly string[]): Step['apply'][number] {
  return { kind: 'run', command };
}

export function compile(steps: readonly Step[]): string {
  return compileChange(steps, order, place);
}
