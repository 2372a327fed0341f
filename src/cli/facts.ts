import { exitCodeOfOutcome, type HostResult, highestExitCode } from '../core/outcome.ts';
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
  const results = facts.map((one): HostResult => ('reason' in one ? one : { host: one.host, outcome: 'ok' }));
  const exitCode = await workshop.finish(
    highestExitCode(results.map(({ outcome }) => exitCodeOfOutcome(outcome))),
    results,
  );
  const run = conditions.run.id;
  if (wantsJson(args)) showJson({ run, verb: 'facts', exitCode, hosts: facts }, surroundings);
  else showText(factsText(facts), surroundings);
  return exitCode;
};
