import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseAddress, type Vip } from '../../src/core/address.ts';
import type { Desired } from '../../src/platforms/platform.ts';
import { desiring } from '../platforms/desiring.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** A probe's answer, what is wanted of that host, and what vipfarm has to make of it. */
export interface Transcript {
  readonly file: string;
  readonly name: string;
  readonly output: string;
  readonly wanted: Desired;
  readonly expected: TranscriptFile['expected'];
}

const names = z.array(z.string()).default([]);

const TranscriptFile = z.strictObject({
  name: z.string(),
  /**
   * lab: printed by a real host of test/lab. recorded: by a real host, through `vipfarm doctor --record`. composed: put
   * together from what the source says. simulated: by a simulated host of test/platforms/unix. The last two are named so.
   */
  evidence: z.enum(['lab', 'recorded', 'composed', 'simulated']),
  source: z.string(),
  wanted: z.strictObject({
    present: names,
    absent: names,
    services: z.array(z.number()).default([]),
    arp: z.enum(['all', 'nics']).optional(),
    adopt: z.boolean().default(false),
    stack: z.string().optional(),
  }),
  expected: z.strictObject({
    platform: z.string(),
    /** Linux: the id of the stack that recognises the host; `none` where none does. */
    stack: z.string().optional(),
    title: z.string(),
    decision: z.enum(['as-wanted', 'change', 'refused']),
    steps: names,
    /** Words of the refusal. */
    reason: z.string().default(''),
    /** What an audit calls the host; left out for a removal. */
    state: z.string().optional(),
  }),
  output: z.string(),
});
type TranscriptFile = z.infer<typeof TranscriptFile>;

/** The platforms that have transcripts. */
export function transcribedPlatforms(): readonly string[] {
  return readdirSync(here, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
}

/** The recorded hosts of one platform. */
export function readTranscripts(platform: string): readonly Transcript[] {
  return readdirSync(`${here}${platform}`)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => readTranscript(platform, file));
}

/** The one that lies in this file: `linux/ifupdown-before.yaml`. @throws when there is none */
export function transcriptNamed(file: string): Transcript {
  const [platform = ''] = file.split('/');
  const found = readTranscripts(platform).find((one) => one.file === file);
  if (found === undefined) throw new Error(`there is no transcript ${file}`);
  return found;
}

function readTranscript(platform: string, file: string): Transcript {
  const read = parseTranscript(readFileSync(`${here}${platform}/${file}`, 'utf8'));
  for (const word of ['composed', 'simulated']) {
    if ((read.evidence === word) === file.startsWith(`${word}-`)) continue;
    throw new Error(`${file}: a ${word} transcript says so in its name, and no other does`);
  }
  const { present, absent, services, arp, adopt, stack } = read.wanted;
  return {
    file: `${platform}/${file}`,
    name: read.name,
    output: read.output,
    wanted: desiring({
      present: present.map(vip),
      absent: absent.map(vip),
      services: services.map((port) => ({ port, protocol: 'tcp' })),
      arp,
      adopt,
      stack,
    }),
    expected: read.expected,
  };
}

/** @throws when the text is no transcript */
export function parseTranscript(text: string): TranscriptFile {
  return TranscriptFile.parse(parse(text));
}

function vip(text: string): Vip {
  const found = parseAddress(text);
  if (found === undefined) throw new Error(`${text} is no address`);
  return found;
}
