import { expect, it, vi } from 'vitest';
import { readChangeAnswer } from '../../src/platforms/change-answer.ts';
import { compileChange, compileConfirm } from '../../src/platforms/posix/change-script.ts';
import { describeWith } from '../describe-with.ts';
import { exampleSteps, furnish, look, order, place } from '../platforms/posix/example-steps.ts';
import { inSandbox, partOf, sandboxNeeds, shells } from '../platforms/posix/sandbox.ts';

vi.setConfig({ testTimeout: 300_000 });

/** at(1) with a queue of its own. */
const atd = `mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /var/spool/cron && mkdir /var/spool/cron/atjobs /var/spool/cron/atspool &&
touch /var/spool/cron/atjobs/.SEQ && chown -R daemon:daemon /var/spool/cron && chmod 1770 /var/spool/cron/at*
atd -f & atd=$!; trap 'kill $atd' EXIT; sleep 1`;

const withAt = { ...place, deadmen: ['systemd', 'at', 'shell'] as const };
const ordered = { ...order, deadman: 90 };
const files = {
  trial: compileChange(exampleSteps, ordered, withAt),
  confirm: compileConfirm(exampleSteps, ordered, withAt),
};

describeWith([...sandboxNeeds, 'at', 'atd'], 'a dead-man by at(1)', () => {
  it.each(shells)(
    'waits under %s for whole minutes, never for less than was ordered, and says for how long',
    async (shell) => {
      const output = await inSandbox(
        `${furnish}\n${atd}\necho "== before"; ${look}\necho "== answer"; ${shell} <"$trial"; echo "== queue"; atq
job=$(atq | cut -f1); at -c "$job" | sh >/dev/null 2>&1; rm -rf ${place.folder}; echo "== after"; ${look}`,
        files,
      );
      expect(readChangeAnswer(partOf(output, 'answer')).armed).toEqual({ means: 'at', seconds: 180 });
      expect(partOf(output, 'queue').trim().split('\n')).toHaveLength(1);
      expect(partOf(output, 'after')).toBe(partOf(output, 'before'));
    },
  );

  it.each(shells)('is taken off the queue under %s by the confirmation', async (shell) => {
    const output = await inSandbox(
      `${furnish}\n${atd}\n${shell} <"$trial" >/dev/null; echo "== queue"; atq; ${shell} <"$confirm" >/dev/null; echo "== then"; atq`,
      files,
    );
    expect(partOf(output, 'queue')).not.toBe('');
    expect(partOf(output, 'then')).toBe('');
  });
});
