import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../src/core/address.ts';
import { quotePowershell, quoteWord } from '../../src/core/quoting.ts';
import { planHost } from '../../src/planning/plan-host.ts';
import { platforms } from '../../src/platforms/index.ts';
import type { Observed, Platform } from '../../src/platforms/platform.ts';
import { readSections, sectionLines } from '../../src/platforms/probe-output.ts';
import { readAnswer } from '../../src/platforms/reading.ts';
import { partsOfTrial } from '../../src/platforms/trial.ts';
import { desiring } from '../platforms/desiring.ts';
import { readTranscripts } from '../transcripts/read-transcripts.ts';

/** Folders of src/platforms that are shared by platforms and are none. */
const notPlatforms = ['posix', 'ethernet', 'unix'];

/** What holds for the list of platforms as a whole. */
export function describeRegistry(): void {
  describe('src/platforms/index.ts', () => {
    it('has a line for every folder', () => {
      const folders = readdirSync('src/platforms', { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !notPlatforms.includes(entry.name))
        .map((entry) => entry.name);
      const known = platforms.map((platform) => platform.id);
      const forgotten = folders.filter((folder) => !known.includes(folder));
      const lines = forgotten.map(
        (name) => `add to src/platforms/index.ts: import { ${name} } from './${name}/index.ts'`,
      );
      expect(lines).toEqual([]);
    });

    it('has platforms that no two kernels share', () => {
      const kernels = platforms.map((platform) => platform.kernel);
      expect(new Set(kernels).size).toBe(kernels.length);
    });
  });
}

/** What every platform must satisfy, by its transcripts. */
export function describePlatform(platform: Platform): void {
  const transcripts = readTranscripts(platform.id);

  describe(`platform ${platform.id}`, () => {
    it('has transcripts and pages of its vendors', () => {
      expect(transcripts.length).toBeGreaterThan(0);
      expect(platform.docs.every((page) => page.startsWith('https://'))).toBe(true);
    });

    it.each(transcripts)('alone recognises $file', ({ output }) => {
      const [kernel] = sectionLines(readSections(output), 'kernel');
      expect(platforms.filter((one) => one.kernel === kernel)).toEqual([platform]);
      expect(readAnswer(output).observed.platform).toBe(platform.id);
    });

    it('never throws and never invents an address, however its answer is cut, shuffled or damaged', () => {
      fc.assert(
        fc.property(fc.constantFrom(...transcripts), damages, ({ output, wanted }, damage) => {
          const damaged = damage(output);
          const observed = platform.observe(readSections(damaged));
          platform.checks(wanted, observed);
          const written = addressesIn(damaged);
          const invented = observed.addresses.filter((one) => !written.has(one.address));
          expect(invented).toEqual([]);
          if (observed.complete) expect(damaged).toContain('@@vipfarm end');
        }),
        { numRuns: 10_000 },
      );
    }, 600_000);

    it('reads nothing at all out of nothing, and plans and judges even that', () => {
      const observed = platform.observe(new Map());
      expect(observed).toMatchObject({ complete: false, nics: [], addresses: [] });
      expect(platform.plan(desiring({}), observed).kind).not.toBe('change');
      expect(() => platform.checks(desiring({}), observed)).not.toThrow();
    });

    it.each(transcripts)('decides alike for equal observations of $file', ({ output, wanted }) => {
      const [first, again] = [readAnswer(output), readAnswer(output)];
      expect(planHost('web01', first, wanted)).toEqual(planHost('web01', again, wanted));
    });

    it.each(transcripts)(
      'plans steps for $file that can be undone, read back and told apart',
      (transcript) => {
        const decision = platform.plan(transcript.wanted, observe(platform, transcript.output));
        const steps = decision.kind === 'change' ? decision.steps : [];
        expect(new Set(steps.map((step) => step.id)).size).toBe(steps.length);
        for (const step of steps) {
          const { id, title, reason } = step;
          expect({ id, said: title !== '' && reason !== '', confirms: step.confirm.length > 0 }).toEqual({
            id: expect.stringMatching(/^[0-9A-Za-z.:-]+$/),
            said: true,
            confirms: true,
          });
          if (!maySurvive.includes(id))
            expect({ id, undo: step.undo.length > 0 }).toEqual({ id, undo: true });
        }
        const saved = steps.flatMap((step) => step.apply).filter((action) => action.kind === 'save');
        expect(new Set(saved.map((action) => JSON.stringify(action))).size).toBe(saved.length);
      },
    );

    it.each(transcripts)('keeps out of a trial of $file whatever outlasts a boot', (transcript) => {
      const decision = platform.plan(transcript.wanted, observe(platform, transcript.output));
      const steps = decision.kind === 'change' ? decision.steps : [];
      for (const { id, trial, apply } of steps) {
        const lasts = apply.filter((action) => action.kind !== 'run' && !trialRecord.test(action.path));
        if (trial === 'all') expect({ id, lasts }).toEqual({ id, lasts: [] });
      }
      const { tried, lasting } = partsOfTrial(steps);
      expect(new Set([...tried, ...lasting].map((deed) => deed.id))).toEqual(
        new Set(steps.map((step) => step.id)),
      );
      const order = { run: 'run-1', fence: 1, owner: 'ops@admin1', deadman: 60 };
      const scripts = [platform.compile(steps, order), platform.compileConfirm(steps, order)];
      for (const deed of tried)
        expect(scripts.every((script) => script.includes(naming(platform, deed.id)))).toBe(true);
    });

    it('reads what its scripts say of a change, however that is cut or mixed', () => {
      const words = fc.constantFrom(
        'refused locked',
        'armed',
        'step a done',
        'notes',
        'trial',
        'boot',
        'at-work-before',
        'end',
      );
      const lines = fc.oneof(
        words.map((word) => `@@vipfarm ${word}`),
        fc.string(),
        fc.constant('run-1 - begun never'),
      );
      fc.assert(
        fc.property(fc.array(lines, { maxLength: 12 }), (said) => {
          const text = said.join('\n');
          expect(platform.readChange(text).complete).toBe(said.includes('@@vipfarm end'));
          expect(platform.readRecall(text).complete).toBe(said.includes('@@vipfarm end'));
        }),
      );
      expect(platform.readChange('')).toEqual({
        complete: false,
        refused: undefined,
        armed: undefined,
        ends: [],
      });
      expect(platform.readRecall('')).toEqual({ complete: false, change: undefined, fence: undefined });
    });
  });
}

/** Steps that stay when a run is undone: with a VIP up, going back would make the host answer for it. */
const maySurvive = ['arp-now'];

/** What a host that undoes its trial after a boot as well needs to know then. */
const trialRecord = /\\vipfarm\\trial-record$/;

/** How a script names a deed to itself. */
function naming(platform: Platform, id: string): string {
  return platform.language === 'shell' ? `=${quoteWord(id)}\n` : `Id = ${quotePowershell(id)}\n`;
}

function observe(platform: Platform, output: string): Observed {
  return platform.observe(readSections(output));
}

/** Every address in a text, in its canonical form. */
function addressesIn(text: string): ReadonlySet<string> {
  const words = text.match(/[0-9a-fA-F:.]{2,}/g) ?? [];
  return new Set(words.flatMap((word) => parseAddress(word)?.address ?? []));
}

/** What may happen to an answer on its way. */
const damages: fc.Arbitrary<(text: string) => string> = fc.oneof(
  fc
    .double({ min: 0, max: 1, noNaN: true })
    .map((part) => (text: string) => text.slice(0, text.length * part)),
  fc.double({ min: 0, max: 1, noNaN: true }).map((part) => (text: string) => text.slice(text.length * part)),
  fc
    .array(fc.nat(), { minLength: 1, maxLength: 5 })
    .map((seeds) => (text: string) => shuffleSections(text, seeds)),
  fc.tuple(fc.nat(), fc.string({ unit: 'binary', maxLength: 20 })).map(([at, noise]) => {
    return (text: string) => text.slice(0, at % text.length) + noise + text.slice(at % text.length);
  }),
  fc.tuple(fc.nat(), fc.nat(200)).map(([at, length]) => {
    return (text: string) => text.slice(0, at % text.length) + text.slice((at % text.length) + length);
  }),
  fc.array(fc.nat(), { minLength: 1, maxLength: 40 }).map((numbers) => (text: string) => {
    const lines = text.split('\n');
    return numbers.map((number) => lines[number % lines.length] ?? '').join('\n');
  }),
  fc.nat().map((by) => (text: string) => interleave(text, by)),
  fc.subarray(['netmask', 'inet', 'LISTEN', 'prefixlen', 'flags', 'UP', 'ether', 'scope']).map((words) => {
    return (text: string) => words.reduce((said, word) => said.replaceAll(word, localised(word)), text);
  }),
);

/** Two programs that print at once: the lines of the text and the same lines from another one on. */
function interleave(text: string, by: number): string {
  const lines = text.split('\n');
  return lines.flatMap((line, at) => [line, lines[(at + by) % lines.length] ?? '']).join('\n');
}

/** As a program says it whose language is not English. */
function localised(word: string): string {
  return `${word.slice(0, 1)}\u00e4\u30cd${word.slice(2)}`;
}

function shuffleSections(text: string, seeds: readonly number[]): string {
  const parts = text.split('\n@@vipfarm ');
  for (const seed of seeds) parts.push(...parts.splice(seed % parts.length, 1));
  return parts.join('\n@@vipfarm ');
}
