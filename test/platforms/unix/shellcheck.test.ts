import { readdirSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { platforms } from '../../../src/platforms/index.ts';
import { probeScript, readAnswer } from '../../../src/platforms/reading.ts';
import { describeWith } from '../../describe-with.ts';
import { runCommand } from '../../lab/run-command.ts';
import { readTranscripts, transcribedPlatforms } from '../../transcripts/read-transcripts.ts';

vi.setConfig({ testTimeout: 300_000 });

/**
 * Not followed: SC1090, SC1091 (what is sourced is written by the script itself), SC2034 and SC2154 (variables of one part
 * that another uses), SC2086 (lists of words, split on purpose), SC2174 (of a folder only the last part is new), SC2317 and SC2329
 * (functions called by a name put together).
 */
const excluded = ['SC1090', 'SC1091', 'SC2034', 'SC2154', 'SC2086', 'SC2174', 'SC2317', 'SC2329'].join(',');

const order = { run: 'run-1', fence: 7, owner: 'ops@admin1', deadman: 60 };
const vips = [
  { address: '192.0.2.100', family: 4 as const },
  { address: '2001:db8::100', family: 6 as const },
];

/** Every script that a host of each platform may be sent, by its name. */
function everyScript(): ReadonlyMap<string, string> {
  const scripts = new Map([['probe', probeScript({ vips }, 'shell')]]);
  for (const platform of platforms.filter((one) => one.language === 'shell')) {
    scripts.set(`${platform.id}: probe`, probeScript({ vips }, 'shell', [platform]));
    scripts.set(`${platform.id}: recall`, platform.recall());
    scripts.set(`${platform.id}: dismiss`, platform.dismiss('run-1'));
    const known = transcribedPlatforms().includes(platform.id) ? readTranscripts(platform.id) : [];
    const changes = known.flatMap(({ file, output, wanted }) => {
      const decision = platform.plan(wanted, readAnswer(output).observed);
      return decision.kind === 'change' ? [{ file, steps: decision.steps }] : [];
    });
    // Of every kind of change one: with the most steps, and the one that ends with forgetting.
    const byLength = changes.toSorted((a, b) => b.steps.length - a.steps.length);
    const chosen = [byLength[0], byLength.find(({ steps }) => steps.at(-1)?.id === 'forget')];
    for (const change of new Set(chosen)) {
      if (change === undefined) continue;
      scripts.set(`${change.file}: change`, platform.compile(change.steps, order));
      scripts.set(`${change.file}: confirm`, platform.compileConfirm(change.steps, order));
    }
  }
  return scripts;
}

describeWith(['shellcheck'], 'every script that a host is sent', () => {
  it.each([...everyScript()])('has nothing that shellcheck warns of: %s', async (_name, script) => {
    const argv = ['shellcheck', '-s', 'sh', '-S', 'warning', '-e', excluded, '-'];
    expect(
      (
        await runCommand(argv, {
          input: script.replace(/^cat <<'VF_PROGRAM_*'$\n([\s\S]*?)^VF_PROGRAM_*$/m, '$1'),
        })
      ).stdout,
    ).toBe('');
  });

  it('is what simulated hosts are made of as well', async () => {
    const folder = 'test/platforms/unix/simulated';
    const files = readdirSync(folder).flatMap((name) => [
      `${folder}/${name}/boot`,
      ...readdirSync(`${folder}/${name}/commands`).map((file) => `${folder}/${name}/commands/${file}`),
    ]);
    expect(
      (await runCommand(['shellcheck', '-s', 'dash', '-S', 'warning', '-e', `${excluded},SC2046`, ...files]))
        .stdout,
    ).toBe('');
  });
});
