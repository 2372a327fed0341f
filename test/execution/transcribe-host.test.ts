import { expect, it } from 'vitest';
import { transcribeHost } from '../../src/execution/transcribe-host.ts';
import { platforms } from '../../src/platforms/index.ts';
import { transcriptText } from '../../src/reporting/transcript-text.ts';
import type { Session } from '../../src/transports/transport.ts';
import { desiring } from '../platforms/desiring.ts';
import { parseTranscript, readTranscripts } from '../transcripts/read-transcripts.ts';
import { hostWith } from '../transports/host-fixture.ts';

const { signal } = new AbortController();
const vips = [{ address: '172.31.4.100', family: 4 }] as const;

/** A session of a host that answers the probe with this text. */
function answering(stdout: string): Session {
  return {
    host: 'web05',
    language: 'shell',
    isOpen: true,
    peer: { address: '172.31.4.5', software: 'SSH-2.0-OpenSSH_9.2p1', hostKey: 'none', login: 'none' },
    run: () => Promise.resolve({ exitCode: 0, stdout, stderr: '', dropped: 0, milliseconds: 1 }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function recorded(stdout: string) {
  const wanted = desiring({ present: vips, services: [{ port: 80, protocol: 'tcp' }] });
  const at = { day: '2026-11-23', signal };
  const host = hostWith({ name: 'web05.bank.example', address: '172.31.4.5' });
  return await transcribeHost(answering(stdout), host, wanted, platforms, at);
}

/** Hosts of the lab are called after their stack, and a name is masked wherever it stands. */
const hosts = readTranscripts('linux').filter(({ file, wanted }) => {
  return file.includes('composed') && wanted.present.length > 0;
});

it.each(hosts)(
  'a record of $file is a transcript that decides as the host itself',
  async ({ output, expected }) => {
    const moved = output.replaceAll('192.0.2.', '172.31.4.').replaceAll('web01', 'web05.bank.example');
    const text = transcriptText(await recorded(moved));
    expect(text).not.toMatch(/172\.31\.|bank/);
    const read = parseTranscript(text);
    expect(read.wanted.present).toEqual(['10.1.4.100']);
    expect(read.expected).toMatchObject({ platform: 'linux', title: expected.title });
    expect(read.output).toBe((await recorded(moved)).output);
  },
);

it('an answer that nobody can read is recorded all the same, and nothing is expected of it', async () => {
  const transcript = await recorded('\n@@vipfarm kernel\nPlan9\ncirno 172.31.4.5\n');
  expect(transcript.expected).toBeUndefined();
  expect(transcript.output).toBe('\n@@vipfarm kernel\nPlan9\ncirno 10.1.4.5\n');
  expect(transcriptText(transcript)).toContain('Plan9');
});
