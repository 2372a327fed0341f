import type { Listener, RunEvent } from '../core/event.ts';
import { foldNames } from '../core/fold-names.ts';
import { describeClaim, describeLosses } from '../core/network.ts';

/** One line for each event, with time, host and what happened: what a pipe or a log gets. */
export function eventLines(write: (text: string) => void, now: () => Date): Listener {
  return (event) => {
    const text = describeEvent(event);
    if (text !== undefined) write(`${now().toISOString().slice(11, 19)}  ${text}\n`);
  };
}

function describeEvent(event: RunEvent): string | undefined {
  switch (event.kind) {
    case 'run-started':
      return `${event.verb}: ${event.hosts.length} ${event.hosts.length === 1 ? 'host' : 'hosts'}, run ${event.run}`;
    case 'host-contacted':
      return undefined;
    case 'host-probed':
      return `${event.host}  read ${event.moment === 'after' ? 'back' : `(${event.title})`}`;
    case 'change-sent':
      return `${event.host}  changing: ${event.steps.join(', ')}`;
    case 'step-ended':
      return `${event.host}  ${event.step} ${event.end}`;
    case 'host-ended':
      return `${event.host}  ${event.outcome}${event.reason === undefined ? '' : `: ${event.reason}`}`;
    case 'batch-started':
      return `batch ${event.batch} of ${event.of}  ${event.pool}: ${foldNames(event.hosts)}`;
    case 'gate-judged':
      return event.opens
        ? `gate ${event.batch}  open`
        : `gate ${event.batch}  shut: ${event.reasons.join('; ')}`;
    case 'confirmation-sent':
      return `${event.host}  confirming over a new connection`;
    case 'hook-ended':
      return `${event.host ?? 'batch'}  hook ${event.hook} ${event.ok ? 'done' : `failed: ${event.detail}`}`;
    case 'claim-seen':
      return `network  ${describeClaim(event.claim)}`;
    case 'host-accepted': {
      const { host, vip, port, verdict, found } = event.acceptance;
      return `${host}  ${vip}:${port} ${verdict}${verdict === 'answers' ? '' : `: ${found}`}`;
    }
    case 'host-recalled':
      return `${event.host}  remembers run ${event.run}: ${event.state}`;
    case 'interrupted':
      return 'interrupted: no further host is begun, those being changed are finished; the second time it quits at once and says what is left open';
    case 'lease-lost':
      return `the lease of pool ${event.pool} is lost`;
    case 'network-surveyed': {
      const losses = describeLosses([event.report]);
      return losses.length === 0 ? undefined : `network  ${losses.join('; ')}`;
    }
    case 'lease-taken':
    case 'run-ended':
      return undefined;
  }
}
