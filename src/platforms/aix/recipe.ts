import type { Check } from '../../core/check.ts';
import type { Desired } from '../platform.ts';
import type { UnixObserved } from '../unix/observed.ts';

/** Where a recipe that is often copied puts its script and starts it. */
export const recipePaths = ['/home/dsr.sh', '/etc/rc.d/rc2.d/S09dsr_start'];

/** Whether a host was set up by that recipe, and why that does not survive a boot. The VIP is taken over by --adopt only. */
export function checkRecipe(_desired: Desired, host: UnixObserved): readonly Check[] {
  const lines = host.sections.get('recipe') ?? [];
  const [script, start] = recipePaths.map((path) => lines.find((line) => line.split(' ')[1] === path));
  if (script === undefined && start === undefined) return [];
  const [mode = '', , ...firstLine] = (script ?? '').split(' ');
  const defects = [
    ...(script === undefined ? ['its script is not there'] : []),
    ...(script !== undefined && !mode.includes('x')
      ? ['its script cannot be executed, so nothing runs at boot']
      : []),
    ...(script !== undefined && !firstLine.join(' ').startsWith('#!')
      ? ['its first line names no interpreter']
      : []),
    ...(start === undefined ? ['nothing starts it'] : []),
    'it does the same for start and stop',
  ];
  return [
    {
      id: 'recipe',
      title: 'another way in which the VIP was set up',
      expected: 'none',
      found: `${recipePaths.join(' and ')}: ${defects.join('; ')}; --adopt takes the VIP over, then remove these files`,
      verdict: 'notice',
      evidence: ['recipe'],
    },
  ];
}
