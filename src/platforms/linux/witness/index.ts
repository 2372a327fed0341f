import type { Introduction, WitnessKnowledge, WitnessMeans } from '../../witness.ts';
import { introductionScript, readIntroduction } from './introduction.ts';
import { rawCarrier } from './raw-carrier.ts';
import { rawLook } from './raw-look.ts';

/** How a Linux host looks at its segment. */
export const linuxWitness: WitnessKnowledge = {
  introduction: introductionScript,
  readIntroduction,
  means: linuxMeans,
  carrier: (introduction) => interpreters(introduction).map(rawCarrier)[0],
};

function linuxMeans(introduction: Introduction): readonly WitnessMeans[] {
  return interpreters(introduction).map(rawLook);
}

/** What can open a raw socket there. */
function interpreters({ programs }: Introduction): readonly string[] {
  return ['python3', '/usr/libexec/platform-python', 'perl'].filter((name) => programs.has(name));
}
