import { exitCodes, highestExitCode } from '../core/outcome.ts';
import { readFacts } from '../execution/read-facts.ts';
import { desiredOf, looking } from '../planning/desired.ts';
import { factsText } from '../reporting/facts-text.ts';
import { wantsJson, wordsOf } from './arguments.ts';
import type { CommandBody } from './command.ts';
import { showJson, showText } from './show.ts';
import { openWorkshop } from './workshop.ts';

/** `vipfarm facts`: what is found on the hosts, judged by nothing. */
export const run: CommandBody = async (args, surroundings) => {
  await using workshop = await openWorkshop('facts', wordsOf(args, 'pools'), args, surroundings);
  const { fleet, pools, hosts, conditions } = workshop;
  const facts = await readFacts(hosts, (host) => desiredOf(host, fleet, pools, looking), conditions);
  const unreachable = facts.filter((one) => 'reason' in one);
  const exitCode = await workshop.finish(
    highestExitCode(unreachable.length > 0 ? [exitCodes.unreachable] : []),
    facts.map((one) =>
      'reason' in one
        ? { host: one.host, outcome: 'unreachable', reason: one.reason }
        : { host: one.host, outcome: 'ok' },
    ),
  );
  const run = conditions.run.id;
  if (wantsJson(args)) showJson({ run, verb: 'facts', exitCode, hosts: facts }, surroundings);
  else showText(factsText(facts), surroundings);
  return exitCode;
};
