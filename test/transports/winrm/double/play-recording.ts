import { type Exchange, readRecording } from '../replay/recording.ts';
import type { OutputStream } from './command-host.ts';
import { basic, post } from './post.ts';
import { type ScriptedCommand, scriptedCommands } from './scripted-commands.ts';
import type { startWinrmDouble, WinrmDoubleOptions } from './winrm-double.ts';
import { readXml, type XmlElement } from './wsman/xml.ts';

/** The answers to one recorded request, in a form that can be compared. */
export interface Played {
  readonly action: string;
  readonly recorded: Comparable;
  readonly answered: Comparable;
}

export interface Comparable {
  readonly status: number;
  /** One line for each element: its path, attributes and text; without what differs between any two servers. */
  readonly lines: readonly string[];
}

/**
 * Posts to the double every request of a recording, as Windows got it but for the ids that the server chooses. What the
 * commands print is what they printed on Windows; how it is answered is left to the double.
 */
export async function playRecording(
  name: string,
  start: typeof startWinrmDouble,
  options: Partial<WinrmDoubleOptions> = {},
): Promise<readonly Played[]> {
  const recording = readRecording(name);
  const running: Running[] = [];
  await using double = await start({
    users: [{ name: 'vagrant', password: 'vagrant' }],
    commands: scriptedCommands(
      (command) => new Promise((resolve) => running.push({ command, exit: resolve })),
    ),
    allowUnencrypted: true,
    machine: machineOf(recording),
    ...options,
    // No recorded operation is worth its ten seconds again.
    quotas: { maxTimeoutms: 50, ...options.quotas },
  });
  const ids = new Map<string, string>();
  const played: Played[] = [];
  for (const exchange of recording) {
    if (exchange.action === 'Receive') speak(exchange, running.at(-1));
    const request = replaceAll(exchange.request, ids);
    const { status, body } = await post(double, request, { headers: basic('vagrant', 'vagrant') });
    const text = body.toString('utf8');
    learn(ids, exchange.response, text);
    const inverse = new Map([...ids].map(([theirs, ours]) => [ours, theirs]));
    played.push({
      action: exchange.action,
      recorded: { status: exchange.status, lines: linesOf(exchange.response) },
      answered: { status, lines: linesOf(replaceAll(text, inverse)) },
    });
  }
  return played;
}

interface Running {
  readonly command: ScriptedCommand;
  readonly exit: (code: number) => void;
}

function speak({ response }: Exchange, running: Running | undefined): void {
  for (const [, stream, text = ''] of response.matchAll(/<rsp:Stream Name="(\w+)"[^>]*>([^<]+)</g)) {
    const name: OutputStream = stream === 'stderr' ? 'stderr' : 'stdout';
    running?.command.say(Buffer.from(text, 'base64'), name);
  }
  const exitCode = /<rsp:ExitCode>(-?\d+)</.exec(response)?.[1];
  if (exitCode !== undefined) running?.exit(Number(exitCode));
}

function machineOf(recording: readonly Exchange[]): string {
  const fault = recording.find(({ status }) => status === 500);
  return /Machine="([^"]*)"/.exec(fault?.response ?? '')?.[1] ?? 'WIN-DOUBLE';
}

/** The ids of shells and commands stand in the same places of both answers. */
function learn(ids: Map<string, string>, recorded: string, answered: string): void {
  for (const pattern of [/<rsp:ShellId>([^<]*)</, /<rsp:CommandId>([^<]*)</]) {
    const theirs = pattern.exec(recorded)?.[1];
    const ours = pattern.exec(answered)?.[1];
    if (theirs !== undefined && ours !== undefined) ids.set(theirs, ours);
  }
}

function replaceAll(text: string, pairs: ReadonlyMap<string, string>): string {
  return [...pairs].reduce((sum, [from, to]) => sum.replaceAll(from, to), text);
}

/** What no two servers have in common: their own message ids, who logged in from where. */
const ownToEach = new Set(['MessageID', 'ActivityId', 'Owner', 'ClientIP']);

function linesOf(text: string): readonly string[] {
  return describe(readXml(text), '');
}

function describe(element: XmlElement, path: string): readonly string[] {
  const here = `${path}/{${element.space}}${element.name}`;
  const attributes = [...element.attributes].map(([name, value]) => ` ${name}="${value}"`).toSorted();
  const value = ownToEach.has(element.name) ? '*' : element.text;
  return [
    `${here}${attributes.join('')}: ${value}`,
    ...element.children.flatMap((child) => describe(child, here)),
  ];
}
