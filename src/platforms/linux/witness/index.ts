import type { Introduction, WitnessKnowledge, WitnessMeans } from '../../witness.ts';
import { announceCommands, announceScript } from './announce.ts';
import { arpingMeans } from './arping.ts';
import { introductionScript, readIntroduction } from './introduction.ts';
import { ndisc6Means } from './ndisc6.ts';
import { rawCarrier } from './raw-carrier.ts';
import { rawLook } from './raw-look.ts';
import { tableMeans } from './table.ts';
import { tcpdumpMeans } from './tcpdump.ts';

/** How a Linux host looks at its segment. */
export const linuxWitness: WitnessKnowledge = {
  introduction: introductionScript,
  readIntroduction,
  means: linuxMeans,
  announce: announceScript,
  announceCommands,
  carrier: (introduction) => interpreters(introduction).map(rawCarrier)[0],
};

/** A raw socket asks fifty times a second and hears everything; the programs ask once a second; the table knows one answer. */
function linuxMeans(introduction: Introduction): readonly WitnessMeans[] {
  return [
    ...interpreters(introduction).map(rawLook),
    ...arpingMeans(introduction),
    ...ndisc6Means(introduction),
    ...tcpdumpMeans(introduction),
    ...tableMeans(introduction),
  ];
}

/** What can open a raw socket there. */
function interpreters({ programs }: Introduction): readonly string[] {
  return ['python3', '/usr/libexec/platform-python', 'perl'].filter((name) => programs.has(name));
}
