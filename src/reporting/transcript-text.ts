import { stringify } from 'yaml';
import type { HostTranscript } from '../core/host-transcript.ts';

/** The form of the transcripts in test/transcripts: what was answered stands last, line by line. */
export function transcriptText({ output, ...rest }: HostTranscript): string {
  const head = stringify(rest, { lineWidth: 0 });
  const body = stringify(
    { output: output.endsWith('\n') ? output : `${output}\n` },
    { lineWidth: 0, blockQuote: 'literal' },
  );
  return `${head}${body}`;
}
