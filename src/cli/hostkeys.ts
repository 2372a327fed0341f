import pLimit from 'p-limit';
import type { ScannedKey } from '../core/diagnosis.ts';
import { type ExitCode, exitCodes, highestExitCode } from '../core/outcome.ts';
import { Problem } from '../core/problem.ts';
import type { Host } from '../inventory/fleet.ts';
import { loadFleet } from '../inventory/load-fleet.ts';
import { selectHosts } from '../inventory/select-hosts.ts';
import { hostKeysText } from '../reporting/host-keys-text.ts';
import { jumpHostsOf, openHostKeyScanner } from '../transports/ssh/scan-host-keys.ts';
import { countOf, isSet, textOf, wantsJson, wordsOf } from './arguments.ts';
import type { CommandBody } from './command.ts';
import { inventoryFile } from './inventory-file.ts';
import { showJson, showText } from './show.ts';
import { sshSurroundings } from './ssh-surroundings.ts';

/** `vipfarm hostkeys scan`: which keys the hosts show, beside those that are known; nobody logs in to them. */
export const run: CommandBody = async (args, surroundings) => {
  const action = textOf(args, 'action');
  if (action !== 'scan') {
    throw new Problem('usage', `hostkeys knows no action "${action}"`, { wayOut: 'vipfarm hostkeys scan' });
  }
  const fleet = await loadFleet(inventoryFile(args, surroundings));
  const { hosts } = selectHosts(fleet, wordsOf(args, 'pools'), textOf(args, 'limit'));
  const replace = namedIn(hosts, textOf(args, 'replace'));
  const ssh = sshSurroundings(fleet, surroundings);
  const orders = { record: isSet(args, 'record'), replace };
  await using scanner = openHostKeyScanner(ssh, orders, surroundings.signal);
  const scanned: ScannedKey[] = [];
  // The way must be known before the hosts behind it can be asked.
  for (const jumpHost of jumpHostsOf(hosts, ssh.hostNamed ?? (() => undefined))) {
    if (!hosts.some((host) => host.name === jumpHost.name)) scanned.push(await scanner.scan(jumpHost));
  }
  const limit = pLimit(countOf(args, 'fanout', 1) ?? 64);
  scanned.push(...(await Promise.all(hosts.map((host) => limit(() => scanner.scan(host))))));
  const exitCode = highestExitCode(scanned.map(exitCodeOf));
  if (wantsJson(args)) showJson({ verb: 'hostkeys', exitCode, hosts: scanned }, surroundings);
  else showText(hostKeysText(scanned), surroundings);
  return exitCode;
};

/** One host at a time: whoever replaces a key must have looked at that host. */
function namedIn(hosts: readonly Host[], name: string | undefined): readonly string[] {
  if (name === undefined) return [];
  if (hosts.some((host) => host.name === name)) return [name];
  throw new Problem('usage', `--replace ${name}: no such host is selected`, {
    wayOut: 'it takes the name of one host, as the inventory has it',
  });
}

function exitCodeOf(one: ScannedKey): ExitCode {
  switch (one.state) {
    case 'known':
    case 'recorded':
    case 'replaced':
      return exitCodes.ok;
    case 'no answer':
      return exitCodes.unreachable;
    default:
      return exitCodes.pending;
  }
}
