import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quoteWord } from '../../src/core/quoting.ts';
import { planHost } from '../../src/planning/plan-host.ts';
import { probeScript, readAnswer } from '../../src/platforms/reading.ts';
import { transcriptNamed } from '../transcripts/read-transcripts.ts';
import { type BenchFleet, startFleet } from './fleet.ts';

/**
 * A thousand hosts that are changed, for the price of one: whoever logs in gets a shell that says what a real host of the
 * lab said, before its change and after it, and remembers for each address whether the change came. The server has little
 * to do, and the client all that it has with real hosts.
 */
export interface ScriptedFleet extends BenchFleet {
  /** All hosts are as before their change. */
  forget(): void;
  /** How many hosts have got the change. */
  changed(): number;
  /** The scripts that a host gets in an apply, in their order, each in a file. */
  readonly scripts: readonly string[];
}

export const vips = ['192.0.2.100', '2001:db8::100'] as const;

export async function startScriptedHosts(): Promise<ScriptedFleet> {
  // The hosts have a /tmp of their own, and share this.
  const folder = mkdtempSync('/var/tmp/vipfarm-bench-');
  const state = join(folder, 'changed');
  mkdirSync(state);
  const [before, after] = [
    transcriptNamed('linux/ifupdown-before.yaml'),
    transcriptNamed('linux/ifupdown-after.yaml'),
  ];
  const reading = readAnswer(before.output);
  const plan = planHost('bench', reading, before.wanted);
  if (plan.kind !== 'change') throw new Error('the transcript asks for no change');
  const order = { run: 'run-1', fence: 1, owner: 'ops@admin1', deadman: undefined };
  const probe = probeScript({ vips: before.wanted.present }, 'shell');
  const scripts = [probe, reading.platform.compile(plan.steps, order), probe].map((text, number) =>
    place(folder, `script-${number}`, text),
  );
  const ends = plan.steps.map(({ id }) => `\n@@vipfarm step ${id} done\n`).join('');
  const fleet = await startFleet({
    range: 3,
    shell: shellOf({
      state,
      before: place(folder, 'before', before.output),
      after: place(folder, 'after', after.output),
      answer: place(folder, 'answer', `${ends}\n@@vipfarm end\n`),
    }),
  });
  return {
    ...fleet,
    scripts,
    changed: () => readdirSync(state).length,
    forget() {
      for (const name of readdirSync(state)) rmSync(join(state, name));
    },
    [Symbol.asyncDispose]: async () => {
      await fleet[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

function place(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Each host has a MAC and a name of its own: what all say alike, a run reads only once. */
function shellOf(files: Readonly<Record<'state' | 'before' | 'after' | 'answer', string>>): string {
  const { state, before, after, answer } = files;
  return `#!/bin/sh
address=\${SSH_CONNECTION% *}
address=\${address##* }
number=\${address##*.}; row=\${address%.*}; row=\${row##*.}
say() {
  exec sed "s/02:00:00:00:00:11/$(printf '02:00:00:00:%02x:%02x' "$row" "$number")/; s/^ifupdown$/bench-$row-$number/" "$1"
}
case $(cat) in
*'vf_change()'*) : >${quoteWord(state)}/$address; exec cat ${quoteWord(answer)} ;;
*vf_probe*) [ -e ${quoteWord(state)}/$address ] && say ${quoteWord(after)}; say ${quoteWord(before)} ;;
esac
`;
}
