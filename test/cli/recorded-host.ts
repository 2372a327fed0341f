import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKeyPair } from '../../src/demo/key-pair.ts';
import { openSshDoor } from '../../src/demo/ssh-door.ts';
import { transcriptNamed } from '../transcripts/read-transcripts.ts';

/** A host that says to every script what a real one has said, and does nothing. */
export interface RecordedHost extends AsyncDisposable {
  /** How it is reached, as the inventory has it. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** `transcript` is a file of test/transcripts; `folder` holds what the host and its clients need. */
export async function startRecordedHost(folder: string, transcript: string): Promise<RecordedHost> {
  const place = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const key = makeKeyPair();
  const output = place('output', transcriptNamed(transcript).output);
  const commandFor = () => ['sh', '-c', 'cat > /dev/null; cat "$1"', 'sh', output];
  const door = await openSshDoor({ allowed: key.parsed, commandFor, runner: undefined });
  const identityFile = place('identity', key.private);
  const knownHosts = place('known_hosts', `${door.knownHost}\n`);
  return {
    settings: { address: '127.0.0.1', port: door.port, user: 'root', identityFile, knownHosts },
    [Symbol.asyncDispose]: () => door[Symbol.asyncDispose](),
  };
}
