import { realpathSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { quoteWord } from '../../../src/core/quoting.ts';
import { planAscent } from '../../../src/transports/ssh/ascent.ts';
import { describeWith } from '../../describe-with.ts';
import { simulateHost } from '../../platforms/unix/simulated-host.ts';
import { simulationNeeds, toolsets } from '../../platforms/unix/toolsets.ts';
import { hostWith } from '../host-fixture.ts';

vi.setConfig({ testTimeout: 300_000 });

const loginShells = ['dash', 'bash', 'ksh93', 'mksh', 'csh', 'fish'];

/** Two shells of a host that say who they are; the newer one is only there where the host is such a one. */
const oldShell = '#!/.real/usr/bin/dash\necho "the old one, told $*"\n';
const newShell = '#!/.real/usr/bin/dash\necho "the newer one, told $*"\n';

describeWith([...simulationNeeds, 'csh', 'fish'], 'the line that launches a shell', () => {
  const { line } = planAscent(hostWith({ user: 'root' }), 'true', true, 'nonce');

  it.each(loginShells)(
    'finds the newer shell of Solaris 10 from %s, and the usual one elsewhere',
    async (login) => {
      expect(await launched(login, line, true)).toBe('the newer one, told -s\n');
      expect(await launched(login, line, false)).toBe('the old one, told -s\n');
    },
  );
});

describe('every way to become root', () => {
  it.each(['sudo', 'su', 'doas', 'pfexec', 'dzdo'] as const)('names both shells for %s', (become) => {
    for (const becomePassword of [undefined, { from: 'env', name: 'ROOT_PASSWORD' } as const]) {
      const { line } = planAscent(hostWith({ user: 'ops', become, becomePassword }), 'true', true, 'nonce');
      expect(line).toContain('/usr/xpg4/bin/sh');
      expect(line).toContain('/bin/sh');
    }
  });
});

async function launched(login: string, line: string, hasNewer: boolean): Promise<string> {
  const [toolset] = toolsets;
  if (toolset === undefined) throw new Error('there is no toolset');
  const host = await simulateHost('freebsd', toolset);
  const place = (path: string, text: string) =>
    `rm -f ${path}; printf %s ${quoteWord(text)} >${path}; chmod 755 ${path}`;
  const furnish = hasNewer ? `mkdir -p /usr/xpg4/bin; ${place('/usr/xpg4/bin/sh', newShell)}` : ':';
  try {
    return await host.run(`${furnish}
${place('/usr/bin/sh', oldShell)}
exec /.real${realpathSync(`/usr/bin/${login}`)} -c ${quoteWord(line)} </dev/null`);
  } finally {
    host.dispose();
  }
}
