import type { Evidence, FoundFacts, HostFacts } from '../core/facts.ts';
import { alignColumns } from './group-alike.ts';

/** A block for each host: system, what its support rests on, name, NICs with their addresses, what is on lo, the address of this session. */
export function factsText(found: readonly FoundFacts[]): string {
  return found
    .map((one) =>
      'reason' in one
        ? `${one.host}  ${one.outcome}: ${one.reason}\n`
        : blockOf(one.host, one.facts, one.evidence),
    )
    .join('\n');
}

const supports: Readonly<Record<Evidence, string>> = {
  lab: 'lab: seen to work on real systems',
  recording: 'recording: by outputs of real systems, and simulated hosts',
  simulation: 'simulation: on simulated hosts only; look at the first host yourself',
};

function blockOf(host: string, facts: HostFacts, evidence: Evidence): string {
  const on = (name: string): string =>
    facts.addresses
      .filter((one) => one.interface === name)
      .map((one) => `${one.address}/${one.prefix}`)
      .join(' ');
  const rows = [
    ['system', facts.title],
    ['support', supports[evidence]],
    ['name', facts.hostname],
    ...facts.nics.map((nic) => [
      nic.name,
      [nic.mac ?? 'no MAC', nic.up ? 'up' : 'down', on(nic.name)].join('  '),
    ]),
    ['loopback', on('lo') || on('lo0')],
    ['session', facts.moment.session ?? 'not known'],
  ];
  return `${host}\n${alignColumns(rows, '  ').join('\n')}\n`;
}
