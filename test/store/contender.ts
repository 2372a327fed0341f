import process from 'node:process';
import { openStore } from '../../src/store/open-store.ts';
import { aRun } from './a-run.ts';

/**
 * A process that competes with others for one store: `contender.ts TASK DATABASE NUMBER`. Every line that it prints was
 * acknowledged by the store before.
 */
const [task, database = '', number = '0'] = process.argv.slice(2);
await using store = await openStore({ environment: {}, database, root: '/nowhere' });

switch (task) {
  case 'open':
    console.log(store.place);
    break;
  case 'take':
    await takeAndRelease(40);
    break;
  case 'record':
    for (let minute = 0; minute < 60; minute += 1) {
      const record = { ...aRun(minute, { count: 20 }), owner: `contender${number}@here` };
      console.log((await store.history.record(record)).link);
    }
    break;
  default:
    throw new Error(`no task is called ${task}`);
}

async function takeAndRelease(times: number): Promise<void> {
  const holder = { run: `run${number}`, owner: 'ops@here', command: 'vipfarm apply', process: process.pid };
  for (let granted = 0; granted < times; ) {
    const answer = await store.leases.take('web', holder, Date.now(), 60_000);
    if (!answer.granted) continue;
    granted += 1;
    console.log(answer.lease.fence);
    if (!(await store.leases.release(answer.lease))) throw new Error('somebody else had our lease');
  }
}
