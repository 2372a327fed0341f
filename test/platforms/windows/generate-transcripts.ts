import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openPowershellHost } from '../../powershell-host/open-powershell-host.ts';
import { simulatedHosts } from './simulated-hosts.ts';
import { writeTranscript } from './write-transcript.ts';

/** Writes test/transcripts/windows/ anew: `npx tsx test/platforms/windows/generate-transcripts.ts`. */
const folder = fileURLToPath(new URL('../../transcripts/windows/', import.meta.url));

await using host = await openPowershellHost();
await mkdir(folder, { recursive: true });
for (const one of simulatedHosts) {
  await writeFile(`${folder}simulated-${one.file}.yaml`, await writeTranscript(host, one));
}
