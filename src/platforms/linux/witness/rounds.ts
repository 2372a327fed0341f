import { quoteCommand } from '../../../core/quoting.ts';
import type { LookQuestion } from '../../witness.ts';

/**
 * A script that looks in rounds of about a second with programs that print what they hear. What is run in a round ends
 * by itself within two seconds, and only that is waited for: what `before` has started listens through all of them. A lost
 * session ends the rounds, because nobody reads the beat.
 */
export function lookInRounds(question: LookQuestion, lines: readonly string[], before = ''): string {
  const rounds = Math.ceil(question.milliseconds / 1000);
  return `{
PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH; LC_ALL=C; export PATH LC_ALL
${before}echo ready
vf_n=0
while [ $vf_n -lt ${rounds} ]; do
vf_round=
${lines.map((line) => `${line} & vf_round="$vf_round $!"`).join('\n')}
sleep 1; [ -z "$vf_round" ] || wait $vf_round
vf_n=$((vf_n + 1)); echo "beat $((vf_n * ${question.vips.length})) 0" || exit 1
done
} </dev/null 2>/dev/null
`;
}

/** One command for each VIP. */
export function forEachVip(
  { vips, nic }: LookQuestion,
  command: (vip: string, nic: string) => readonly string[],
): readonly string[] {
  return vips.map(({ address }) => quoteCommand(command(address, nic.name)));
}
