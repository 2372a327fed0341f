import type { Vip } from '../core/address.ts';
import type { ScriptLanguage } from '../core/script-language.ts';
import type { Host } from '../inventory/fleet.ts';
import type { Platform } from '../platforms/platform.ts';
import { probeScript, type Reading, readAnswer } from '../platforms/reading.ts';
import type { EvidenceMoment } from '../store/evidence.ts';
import type { Session } from '../transports/transport.ts';
import type { Conditions } from './conditions.ts';

/** Reads a host: one exec, read-only, kept as evidence. @throws Problem of the session or of an unreadable answer */
export async function probeHost(
  session: Session,
  host: Host,
  vips: readonly Vip[],
  moment: Extract<EvidenceMoment, 'before' | 'after'>,
  conditions: Conditions,
): Promise<Reading> {
  const answer = await session.run({
    script: scriptFor(host, vips, session.language, conditions.platforms),
    asRoot: true,
    signal: conditions.signal,
  });
  conditions.run.keep(host.name, moment, answer.stdout);
  const reading = readAnswer(answer.stdout, conditions.platforms, host.os);
  conditions.announce({ kind: 'host-probed', host: host.name, title: reading.observed.title, moment });
  return reading;
}

/** Most hosts of a run are asked the same, so the text is made once. */
const scripts = new WeakMap<readonly Platform[], Map<string, string>>();

/** Where the inventory says which system a host has, only the probe of that one is sent. */
function scriptFor(
  { os, method }: Host,
  vips: readonly Vip[],
  language: ScriptLanguage,
  platforms: readonly Platform[],
): string {
  const made = scripts.get(platforms) ?? new Map<string, string>();
  scripts.set(platforms, made);
  const key = [language, os ?? '', method ?? '', ...vips.map((vip) => vip.address)].join(' ');
  const known = os === undefined ? platforms : platforms.filter((platform) => platform.id === os);
  const script = made.get(key) ?? probeScript({ vips, method }, language, known);
  made.set(key, script);
  return script;
}
