import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { stop } from '../transports/servers/openssh.ts';
import { legacyDigests } from '../transports/winrm/foreign/legacy-digests.ts';
import { compare, type Standing } from './compare.ts';
import { type Contestant, vipfarm, vipfarmAudit } from './contestants.ts';
import { applyToFirst } from './first-apply.ts';
import { type BenchFleet, startFleet } from './fleet.ts';
import type { BenchPart } from './parts.ts';
import { tableOfStandings } from './table.ts';
import { recordWindowsAnswer } from './windows-answer.ts';
import { winrmPassword, winrmUser, writeWinrmInventory } from './winrm-inventory.ts';

/** An audit of Windows servers beside one of Linux servers: all hosts at once, whatever the fan-out of other parts. */
export const winrm: BenchPart = {
  name: 'winrm',
  needs: ['root', 'unshare', 'time', 'ssh-keygen', 'sshd', 'dotnet', 'gcc', 'openssl'],
  hosts: [200],
  async run({ hosts, rounds, say }) {
    await using fleet = await startFleet();
    await applyToFirst(fleet);
    const answer = await recordWindowsAnswer(fleet);
    await using servers = await startServers(fleet, answer);
    const contestants = [
      { ...vipfarmAudit, name: 'vipfarm audit over SSH' },
      auditOverWinrm('vipfarm audit over WinRM, HTTP sealed', { port: 5985, https: false }),
      auditOverWinrm('vipfarm audit over WinRM, HTTPS', { port: 5986, https: true, ca: servers.certificate }),
      pywinrm,
    ];
    const lines: string[] = [];
    for (const count of hosts) {
      const course = { fleet, fanout: count, rounds, say };
      const alone = await compare(contestants, { ...course, hosts: fleet.choose(1) });
      const standings = await compare(contestants, { ...course, hosts: fleet.choose(count) });
      lines.push(...tableOfStandings(standings), '', ...describeMemory(alone, standings), '');
    }
    return lines;
  },
};

interface Servers extends AsyncDisposable {
  /** The path of the certificate of HTTPS. */
  readonly certificate: string;
}

/** The double on both ports of every address, each in a process of its own. */
async function startServers(fleet: BenchFleet, answer: string): Promise<Servers> {
  const names = Array.from({ length: 250 }, (_, index) => ['--name', `127.1.0.${index + 1}`]).flat();
  const http = await startServer(['--port', '5985', '--answer', answer]);
  const https = await startServer(['--port', '5986', '--https', ...names, '--answer', answer]);
  const certificate = join(fleet.folder, 'winrm.pem');
  writeFileSync(certificate, https.certificate);
  return {
    certificate,
    [Symbol.asyncDispose]: async () => {
      await stop(http.child);
      await stop(https.child);
    },
  };
}

async function startServer(words: readonly string[]): Promise<{ child: ChildProcess; certificate: string }> {
  const login = ['--user', winrmUser, '--password', winrmPassword, '--address', '0.0.0.0'];
  const main = 'test/transports/winrm/double/main.ts';
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...login, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, certificate: JSON.parse(line).certificate ?? '' };
}

function auditOverWinrm(
  name: string,
  way: { readonly port: number; readonly https: boolean; readonly ca?: string },
): Contestant {
  return {
    ...vipfarmAudit,
    name,
    run: (fleet, { count }, fanout) => {
      const inventory = writeWinrmInventory(fleet, { count, ...way });
      const program = vipfarm(fleet, ['audit', '-i', inventory, '--fanout', String(fanout)]);
      return { ...program, environment: { ...program.environment, VIPFARM_WINRM: winrmPassword } };
    },
  };
}

const pywinrm: Contestant = {
  name: 'pywinrm, one command, HTTP sealed',
  needs: 'pywinrm',
  run: (fleet, { list }, fanout) => {
    const openssl = join(fleet.folder, 'openssl.cnf');
    writeFileSync(openssl, legacyDigests);
    const script = Buffer.from('exit 0', 'utf16le').toString('base64');
    return {
      argv: ['/usr/bin/python3', 'test/bench/pywinrm-fan-out.py', list, String(fanout), winrmUser, script],
      environment: { VIPFARM_WINRM: winrmPassword, OPENSSL_CONF: openssl },
    };
  },
  done: ({ stdout }) => Number(/reached (\d+)/.exec(stdout)?.[1] ?? 0),
};

/** What each further host takes: the memory for all of them less that for one. */
function describeMemory(alone: readonly Standing[], standings: readonly Standing[]): readonly string[] {
  return standings.flatMap((one) => {
    const first = alone.find(({ name }) => name === one.name);
    if ('skipped' in one || first === undefined || 'skipped' in first) return [];
    const kilobytes = (1000 * (one.memory - first.memory)) / (one.hosts - first.hosts);
    return [`- ${one.name}: ${kilobytes.toFixed(0)} kB of memory for each further host, all at once.`];
  });
}
