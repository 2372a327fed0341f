import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Farm, openKernelFarm } from '../../src/demo/farm.ts';
import { describeWith } from '../describe-with.ts';
import { lockKey, setRollout } from './alter-farm.ts';
import { needs } from './held-farm.ts';
import { runVipfarm } from './vipfarm.ts';

// Several starts of the program in one test, and those are slow on a loaded machine.
vi.setConfig({ testTimeout: 240_000 });

const password = `web0'x "1`;

describeWith([...needs, 'ssh-keygen'], 'a hook that prints a secret', () => {
  let farm: Farm;
  beforeAll(async () => {
    farm = await openKernelFarm();
    lockKey(farm, password, { env: 'FARM_PW' });
    const drain = { on: 'controller', run: ['sh', '-c', 'echo "balancer: $FARM_PW is wrong"; exit 1'] };
    setRollout(farm, { hooks: { drain } });
  }, 120_000);
  afterAll(() => farm[Symbol.asyncDispose]());

  const apply = (...words: readonly string[]) =>
    runVipfarm(['apply', 'web', '--limit', 'web01', '--yes', '-i', farm.inventory, ...words], {
      ...{ XDG_STATE_HOME: farm.state, VIPFARM_DATABASE: '', FARM_PW: password },
    });

  it('shows it neither to people nor to programs', async () => {
    const { code, stdout, stderr } = await apply();
    expect(code, stderr).toBe(5);
    expect(stdout).toContain('balancer: [secret] is wrong');
    expect(stderr).toContain('balancer: [secret] is wrong');
    const told = await apply('--output', 'json');
    expect(JSON.parse(told.stdout)).toMatchObject({
      results: [{ host: 'web01', reason: expect.stringContaining('balancer: [secret] is wrong') }],
    });
    for (const text of [stdout, stderr, told.stdout, told.stderr]) expect(text).not.toContain(`web0'x`);
  });
});
