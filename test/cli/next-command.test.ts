import { describe, expect, it } from 'vitest';
import { nextCommand } from '../../src/cli/next-command.ts';
import { besidePlan, planFileWord } from '../../src/cli/saved-plan.ts';

describe('the command to go on with', () => {
  it('says again what was said, as a shell takes it', () => {
    const said = {
      inventory: 'my farm.yaml',
      limit: 'web1 or @dc2',
      'max-fail': '5%',
      fanout: 8,
      step: true,
    };
    expect(nextCommand('apply', ['web', 'dns'], said)).toBe(
      "vipfarm apply web dns -i 'my farm.yaml' --limit 'web1 or @dc2' --fanout 8 --max-fail 5% --step",
    );
  });

  it('leaves out what is so anyway, what the other command does not take, and the yes', () => {
    const usual = { fanout: 64, output: 'text', adopt: false, limit: undefined };
    expect(
      nextCommand('apply', ['web'], { ...usual, remove: true, out: 'tonight', force: true, yes: true }),
    ).toBe('vipfarm apply web');
    expect(nextCommand('remove', ['web'], { ...usual, remove: true, force: true })).toBe(
      'vipfarm remove web --force',
    );
  });

  it('shows no password of a database', () => {
    const said = (database: string) => nextCommand('resume', ['run-1'], { database });
    expect(said('postgres://vipfarm:s3cret@db/farm')).toBe(
      'vipfarm resume run-1 --database postgres://vipfarm:...@db/farm',
    );
    expect(said('/srv/history.db')).toBe('vipfarm resume run-1 --database /srv/history.db');
  });

  it('names the file of a plan so that it is taken for one, and says nothing again that is in it', () => {
    const said = { inventory: 'farm.yaml', limit: 'web1', batches: '1', adopt: true, step: true };
    expect(nextCommand('apply', [planFileWord('tonight')], besidePlan(said))).toBe(
      'vipfarm apply ./tonight -i farm.yaml --step',
    );
    expect(planFileWord('tonight.plan')).toBe('tonight.plan');
  });
});
