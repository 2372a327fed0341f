import { includesVip, parseAddress, type Vip } from '../../core/address.ts';
import type { Check } from '../../core/check.ts';
import type { Desired } from '../platform.ts';
import type { FoundText, UnixObserved } from '../unix/observed.ts';
import type { TakeOver } from '../unix/system.ts';

/** Where a recipe that is often copied puts its script and starts it. */
const script = '/home/dsr.sh';
const start = '/etc/rc.d/rc2.d/S09dsr_start';

/** What starts the script goes, where that sets up nothing but these VIPs; the script stays, and nothing runs it. */
export const recipe: TakeOver = {
  paths: [script, start],
  ending(vips, host) {
    const starts = host.files.get(start);
    const runs = starts?.kind === 'link' && starts.target === script ? host.files.get(script) : starts;
    return setsOnly(vips, runs) ? [start] : [];
  },
};

function setsOnly(vips: readonly Vip[], runs: FoundText | undefined): boolean {
  if (runs?.kind !== 'file') return false;
  const lines = runs.content.split('\n').map((line) => line.trim());
  const deeds = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const raised = deeds.map(
    (line) =>
      /^(?:\S*\/)?ifconfig lo0 alias (\S+) netmask 255\.255\.255\.255(?: -arp)?$/.exec(line)?.[1] ?? '',
  );
  return raised.every((text) => {
    const vip = parseAddress(text);
    return vip !== undefined && includesVip(vips, vip);
  });
}

/** Whether a host was set up by that recipe, and why that does not survive a boot. */
export function checkRecipe({ present }: Desired, host: UnixObserved): readonly Check[] {
  if (!recipe.paths.some((path) => host.files.has(path))) return [];
  const ends = recipe.ending([...present, ...(host.record?.vips ?? [])], host).length > 0;
  const wayOut = ends
    ? `--adopt takes the VIP over and removes ${start}`
    : host.files.has(start)
      ? `it does more than set these VIPs up: after --adopt remove ${start} by hand`
      : 'nothing needs these files any more';
  return [
    {
      id: 'recipe',
      title: 'another way in which the VIP was set up',
      expected: 'none',
      found: `${recipe.paths.join(' and ')}: ${[...defectsOf(host), wayOut].join('; ')}`,
      verdict: 'notice',
      evidence: ['files'],
    },
  ];
}

function defectsOf(host: UnixObserved): readonly string[] {
  const found = host.files.get(script);
  const startless = host.files.has(start) ? [] : ['nothing starts it'];
  if (found?.kind !== 'file') return ['its script is not there', ...startless];
  const { mode, content } = found;
  return [
    ...((mode & 0o111) !== 0
      ? []
      : [`its script has mode ${mode.toString(8)} and cannot be executed, so nothing runs at boot`]),
    ...(content.startsWith('#!') ? [] : ['its first line names no interpreter']),
    ...(/\$\{?1/.test(content) ? [] : ['it does the same for start and stop']),
    ...startless,
  ];
}
