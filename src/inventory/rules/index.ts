import type { Rule } from '../reading.ts';
import { checkAddresses } from './addresses.ts';
import { checkClashes } from './clashes.ts';
import { checkDirectors } from './directors.ts';
import { checkHooks } from './hooks.ts';
import { checkJumps } from './jumps.ts';
import { checkMembers } from './members.ts';
import { checkNameCase } from './name-case.ts';
import { checkNames } from './names.ts';
import { checkPins } from './pins.ts';
import { checkRollouts } from './rollouts.ts';
import { checkSchedules } from './schedules.ts';
import { checkServices } from './services.ts';
import { checkUse } from './use.ts';
import { checkVips } from './vips.ts';
import { checkWinrm } from './winrm.ts';
import { checkWitnesses } from './witnesses.ts';

/** Every rule about the meaning of an inventory. They know nothing of each other; the order carries no meaning. */
export const rules: readonly Rule[] = [
  checkAddresses,
  checkClashes,
  checkDirectors,
  checkHooks,
  checkJumps,
  checkMembers,
  checkNameCase,
  checkNames,
  checkPins,
  checkRollouts,
  checkSchedules,
  checkServices,
  checkUse,
  checkVips,
  checkWinrm,
  checkWitnesses,
];
