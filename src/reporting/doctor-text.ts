import type { DoctorFinding } from '../core/diagnosis.ts';

/** Room for the text before the milliseconds, so that those line up. */
const textWidth = 52;

/** One stage as a line: `  tcp        port 22 open                1 ms`. */
export function findingLine(finding: DoctorFinding): string {
  const { stage, text, milliseconds } = finding;
  const time = milliseconds === undefined ? '' : `  ${`${Math.round(milliseconds)} ms`.padStart(8)}`;
  return `  ${stage.padEnd(9)}  ${text.padEnd(time === '' ? 0 : textWidth)}${time}\n`;
}

/** The last line: where it stopped and what to do, or what can be done now. */
export function verdictLine(host: string, last: DoctorFinding): string {
  if (last.ok)
    return `Nothing stands in the way of a run. To see what is found there: vipfarm facts --limit ${host}\n`;
  const wayOut = last.wayOut === undefined ? '' : ` ${capitalised(last.wayOut)}`;
  return `Stopped at ${last.stage}.${wayOut}\n`;
}

function capitalised(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}
