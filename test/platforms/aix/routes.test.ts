import { expect, it } from 'vitest';
import { aixSystem } from '../../../src/platforms/aix/index.ts';
import { checkRoutes } from '../../../src/platforms/aix/routes.ts';
import { observeUnix } from '../../../src/platforms/unix/observe.ts';
import { desiring } from '../desiring.ts';

const vip = { address: '192.0.2.100', family: 4 } as const;

it('a route of AIX that came with a VIP of a wrong mask is named, and its own are not', () => {
  const own = ['192.0.2.100  127.0.0.1  UGHS  0  16 lo0  -  -', '192.0.2.100/32  192.0.2.100  U  0  0 lo0'];
  expect(found([...own, '192.0.2/24  192.0.2.11  U  1  812 en0'])).toEqual(['ok', 'none']);
  expect(found([...own, '192.0.2/24   192.0.2.100   U  0  0 lo0'])).toEqual([
    'wrong',
    '192.0.2/24 192.0.2.100 U 0 0 lo0',
  ]);
});

function found(routes: readonly string[]): readonly string[] {
  const host = observeUnix(aixSystem, new Map([['routes', routes.join('\n')]]));
  const check = checkRoutes(desiring({ present: [vip] }), host);
  return [check.verdict, check.found];
}
