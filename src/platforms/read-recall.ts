import type { StepEnd } from '../core/event.ts';
import type { HostMemory, RememberedChange } from './host-memory.ts';
import type { ProbeOutput } from './platform.ts';
import { isComplete, readSections, sectionLines } from './probe-output.ts';

type StepMemory = RememberedChange['steps'][number];

const words: readonly (StepEnd | 'begun')[] = ['begun', 'done', 'failed', 'undone', 'not-undone'];

/** Reads what the recall scripts of every platform print. Never throws. */
export function readHostMemory(text: string): HostMemory {
  const sections = readSections(text);
  const [fence] = sectionLines(sections, 'fence');
  return {
    complete: isComplete(sections),
    change: readChange(sections),
    fence: fence === undefined ? undefined : Number.parseInt(fence, 10),
  };
}

function readChange(sections: ProbeOutput): RememberedChange | undefined {
  const lines = sectionLines(sections, 'notes').map((line) => line.split(' '));
  const run = lines[0]?.[0];
  if (run === undefined) return undefined;
  const notes = new Map(
    lines.filter(([, step]) => step === '-').map(([, , word = '', ...rest]) => [word, rest.join(' ')]),
  );
  const [tried, until] = sectionLines(sections, 'trial');
  const workers = [...sectionLines(sections, 'at-work-before'), ...sectionLines(sections, 'at-work-after')];
  const facts = {
    atWork: workers.includes(run),
    onTrial: tried === run,
    ended: notes.has('ended'),
    fired: notes.has('fired'),
  };
  const state = judge(facts);
  return {
    run,
    owner: notes.get('owner') ?? '',
    fence: Number(notes.get('fence') ?? 0),
    since: Date.parse(notes.get('begun') ?? ''),
    state,
    confirmed: notes.has('confirmed'),
    deadline: state === 'on-trial' && until !== undefined ? Number(until) * 1000 : undefined,
    takenBack: facts.fired ? Date.parse(notes.get('fired') ?? '') : undefined,
    booted: notes.get('boot') !== sectionLines(sections, 'boot')[0],
    steps: readSteps(lines),
  };
}

interface Facts {
  readonly atWork: boolean;
  readonly onTrial: boolean;
  readonly ended: boolean;
  readonly fired: boolean;
}

function judge({ atWork, onTrial, ended, fired }: Facts): RememberedChange['state'] {
  if (atWork) return 'under-way';
  if (onTrial) return 'on-trial';
  if (!ended) return 'cut-off';
  return fired ? 'taken-back' : 'ended';
}

/** The last word for each step, in the order of the first. */
function readSteps(lines: readonly (readonly string[])[]): readonly StepMemory[] {
  const ends = new Map<string, StepMemory['end']>();
  for (const [, step, word] of lines) {
    const end = words.find((known) => known === word);
    if (step !== undefined && step !== '-' && end !== undefined) ends.set(step, end);
  }
  return [...ends].map(([step, end]) => ({ step, end }));
}
