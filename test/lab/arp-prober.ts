import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type LabRun, RUN_MARK } from './lab-run.ts';
import type { Station } from './segment.ts';

const PROBER = fileURLToPath(new URL('./arp-prober.pl', import.meta.url));

export interface ArpCount {
  /** How many requests were sent, a hundred a second. */
  readonly requests: number;
  /** Who answered, MAC address to number of replies. */
  readonly replies: ReadonlyMap<string, number>;
  /** Who asked for others in the name of the VIP, which poisons caches as well. */
  readonly claims: ReadonlyMap<string, number>;
}

/** A prober at work; stopping it gives what it counted. */
export interface ArpProber extends AsyncDisposable {
  stop(): Promise<ArpCount>;
}

const counts = z.record(z.string(), z.number());
const report = z.object({ requests: z.number(), replies: counts, claims: counts });

/** Asks from this station who has the VIP, a hundred times a second, until it is stopped. */
export async function startArpProber(run: LabRun, station: Station, vip: string): Promise<ArpProber> {
  const argv = [
    'netns',
    'exec',
    station.namespace,
    'perl',
    PROBER,
    'eth0',
    station.mac,
    station.address,
    vip,
  ];
  const child = spawn('ip', argv, {
    env: { ...process.env, [RUN_MARK]: run.id },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  await once(lines, 'line');

  async function stop(): Promise<ArpCount> {
    const answered = once(lines, 'line');
    child.stdin.end();
    const [line] = await answered;
    const { requests, replies, claims } = report.parse(JSON.parse(String(line)));
    return { requests, replies: new Map(Object.entries(replies)), claims: new Map(Object.entries(claims)) };
  }

  return {
    stop,
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

/** Replies and claims that came from any of these MAC addresses. */
export function countFrom(count: ArpCount, macs: readonly string[]): number {
  return macs.reduce((sum, mac) => sum + (count.replies.get(mac) ?? 0) + (count.claims.get(mac) ?? 0), 0);
}
