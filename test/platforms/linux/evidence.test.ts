import { expect, it } from 'vitest';
import { readAnswer } from '../../../src/platforms/reading.ts';
import { readTranscripts } from '../../transcripts/read-transcripts.ts';

it.each([
  ['composed-rhel6.yaml', 'recording'],
  ['composed-rhel7.yaml', 'recording'],
  ['composed-sles15.yaml', 'recording'],
  ['ifupdown-before.yaml', 'lab'],
  ['networkd-before.yaml', 'lab'],
])(
  'support of the host of %s is said to rest on a %s, which is what its stack has earned',
  (file, evidence) => {
    const transcript = readTranscripts('linux').find((one) => one.file.endsWith(file));
    const { platform, observed } = readAnswer(transcript?.output ?? '');
    expect(platform.evidenceFor?.(observed)).toBe(evidence);
  },
);
