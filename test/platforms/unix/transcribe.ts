/**
 * Prints a transcript of a simulated host:
 *   npx tsx test/platforms/unix/transcribe.ts NAME TITLE [SCRIPT] >test/transcripts/NAME/simulated-TITLE.yaml
 * SCRIPT makes the host what the transcript is about, before its first boot. What is expected of it is written by hand.
 */
import process from 'node:process';
import { parseAddress } from '../../../src/core/address.ts';
import { probeScript, readAnswer } from '../../../src/platforms/reading.ts';
import { simulateHost } from './simulated-host.ts';
import { toolsets } from './toolsets.ts';

const [name = '', title = '', script = ''] = process.argv.slice(2);
const [toolset] = toolsets;
if (toolset === undefined) throw new Error('there is no toolset');
const vips = ['192.0.2.100', '2001:db8::100'].flatMap((text) => parseAddress(text) ?? []);
const host = await simulateHost(name, toolset, script);
try {
  const output = await host.run(probeScript({ vips }, 'shell'));
  const { platform, observed } = readAnswer(output);
  process.stdout.write(`name: ${title}
evidence: simulated
source: simulated host ${name} of test/platforms/unix, ${toolset.title}
wanted:
  present: ["192.0.2.100"]
expected:
  platform: ${platform.id}
  stack: none
  title: "${observed.title}"
  decision: change
  steps: []
  state: missing
output: |2
${output.replace(/^(?=.)/gm, '  ')}`);
} finally {
  host.dispose();
}
