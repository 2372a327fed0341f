import type { CommandDefinition } from '../command.ts';
import { fanoutOption, inventoryOption, limitOption, outputOption } from '../options.ts';

/** Commands about the way to the hosts; they change nothing there. */
export const connecting: readonly CommandDefinition[] = [
  {
    usage: 'doctor <hosts..>',
    summary: 'go through the stages of reaching a host, and say where it stops',
    details:
      'Connects to each host as a run would: name, jump hosts, TCP, banner, host key, login, becoming root, shell. Shows each stage with the time it took; at the one where it stops, what to do about it. Ends with 0 when nothing stands in the way, else with 4.',
    options: {
      inventory: inventoryOption,
      output: outputOption,
      record: {
        type: 'string',
        describe: 'write what the probe of the host answers to this file, without names and addresses',
      },
    },
    examples: [
      ['doctor web05.dc1', 'why this host is unreachable'],
      ['doctor aix03.dc1 --record aix03.yaml', 'a transcript that can become a test'],
    ],
    load: () => import('../doctor.ts'),
  },
  {
    usage: 'hostkeys <action> [pools..]',
    summary: 'show the host keys of the members, and record them',
    details:
      '`hostkeys scan` asks all members and their jump hosts for their keys, without logging in, and shows which are known, new or changed, with fingerprints. With --record new keys are added to the known_hosts file of each host (the first one of knownHosts, else ~/.ssh/known_hosts). A changed key is replaced only for the one host that --replace names. Ends with 2 when keys are new or changed, with 4 when a host does not answer.',
    options: {
      inventory: inventoryOption,
      limit: limitOption,
      fanout: fanoutOption,
      output: outputOption,
      record: { type: 'boolean', describe: 'add new keys to known_hosts' },
      replace: { type: 'string', describe: 'put the key that this host shows in the place of the known one' },
    },
    examples: [
      ['hostkeys scan', 'all members, with fingerprints'],
      ['hostkeys scan web --record', 'and write down the new ones'],
    ],
    load: () => import('../hostkeys.ts'),
  },
];
