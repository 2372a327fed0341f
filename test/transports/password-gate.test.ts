import { expect, it } from 'vitest';
import { withholdUntilProven } from '../../src/transports/password-gate.ts';

/** Whether a promise has settled once everything that can happen now has happened. */
async function isWaiting(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(
    () => {
      settled = true;
    },
    () => {
      settled = true;
    },
  );
  await new Promise(setImmediate);
  return !settled;
}

it('the first host gets leave at once, and the others wait for what becomes of it', async () => {
  const gate = withholdUntilProven();
  await gate.enter('secret', 'web01');
  expect(await isWaiting(gate.enter('secret', 'web02'))).toBe(true);
});

it('an accepted password is free for all who wait and all who come later', async () => {
  const gate = withholdUntilProven();
  const first = await gate.enter('secret', 'web01');
  const second = gate.enter('secret', 'web02');
  const third = gate.enter('secret', 'web03');
  first.accepted();
  await Promise.all([second, third, gate.enter('secret', 'web04')]);
});

it('a rejected password is withheld from all others, and they are told where it was rejected', async () => {
  const gate = withholdUntilProven();
  const first = await gate.enter('secret', 'web01');
  const second = gate.enter('secret', 'web02');
  first.rejected();
  const problem = { code: 'login-withheld', message: expect.stringContaining('web01') };
  await expect(second).rejects.toMatchObject(problem);
  await expect(gate.enter('secret', 'web03')).rejects.toMatchObject(problem);
});

it('when nothing is known after the first host, the next one tries alone, in the order in which they came', async () => {
  const gate = withholdUntilProven();
  const first = await gate.enter('secret', 'web01');
  const second = gate.enter('secret', 'web02');
  const third = gate.enter('secret', 'web03');
  first.undecided();
  const turn = await second;
  expect(await isWaiting(third)).toBe(true);
  turn.rejected();
  await expect(third).rejects.toMatchObject({
    code: 'login-withheld',
    message: expect.stringContaining('web02'),
  });
});

it('when nobody waits and nothing is known, whoever comes next tries', async () => {
  const gate = withholdUntilProven();
  (await gate.enter('secret', 'web01')).undecided();
  expect(await isWaiting(gate.enter('secret', 'web02'))).toBe(false);
});

it('only the first word of a host counts', async () => {
  const gate = withholdUntilProven();
  const first = await gate.enter('secret', 'web01');
  first.accepted();
  first.rejected();
  first.undecided();
  await gate.enter('secret', 'web02');
});

it('passwords do not wait for each other', async () => {
  const gate = withholdUntilProven();
  (await gate.enter('one secret', 'web01')).rejected();
  await gate.enter('another secret', 'web01');
});
