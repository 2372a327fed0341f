import { expect, it } from 'vitest';
import { followRun } from '../../src/core/run-memory.ts';
import { movementOfRun, takingBack } from '../../src/planning/take-back.ts';
import { desiring } from '../platforms/desiring.ts';

const first = { address: '192.0.2.100', family: 4 } as const;
const second = { address: '192.0.2.101', family: 4 } as const;

it('what an apply brought is taken away, and what was there before is still needed', () => {
  const wished = desiring({ present: [first, second] });
  const back = takingBack(wished, { brings: [second.address], takes: [] });
  expect(back).toMatchObject({ present: [], absent: [second], others: [first], force: true });
});

it('what a remove took is brought back', () => {
  const back = takingBack(desiring({ present: [], absent: [first] }), { brings: [], takes: [first.address] });
  expect(back).toMatchObject({ present: [first], absent: [] });
});

it('a run has moved what it sent, less what it took back itself', () => {
  const { memory, note } = followRun();
  note({ kind: 'run-started', run: 'r', verb: 'apply', hosts: ['web01', 'web02', 'web03'] });
  const sent = { kind: 'change-sent', steps: ['vip-up'], takes: [] } as const;
  note({ ...sent, host: 'web01', way: 'forward', brings: [first.address, second.address] });
  note({ ...sent, host: 'web02', way: 'forward', brings: [first.address] });
  note({ ...sent, host: 'web02', way: 'back', brings: [], takes: [first.address] });
  note({ ...sent, host: 'web03', way: 'forward', brings: [] });
  expect([...movementOfRun(memory)]).toEqual([
    ['web01', { brings: [first.address, second.address], takes: [] }],
  ]);
});
