import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readSections } from '../../../src/platforms/probe-output.ts';
import { windows } from '../../../src/platforms/windows/index.ts';
import { describeWith } from '../../describe-with.ts';
import { openPowershellHost } from '../../powershell-host/open-powershell-host.ts';
import type { PowershellHost } from '../../powershell-host/powershell-host.ts';
import { readTranscripts } from '../../transcripts/read-transcripts.ts';
import { vips } from './windows-host.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

const order = { run: 'run-1', fence: 1, owner: 'ops@admin1', deadman: 60 };

/** By the parser of PowerShell itself and the reference assemblies of .NET Framework 4.5. */
describeWith(['dotnet', 'gcc'], 'the scripts for Windows, looked at without running them', () => {
  let host: PowershellHost;
  beforeAll(async () => {
    host = await openPowershellHost();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  it.each(['4.0', '5.1'] as const)(
    'the probe can change nothing, and PowerShell %s runs it',
    async (powershell) => {
      for (const method of ['cmdlets', 'netsh'] as const) {
        expect(await host.check(windows.probe({ vips, method }), { purpose: 'probe', powershell })).toEqual(
          [],
        );
      }
    },
  );

  it.each(readTranscripts('windows'))(
    'PowerShell 4.0 runs the change of $file',
    async ({ output, wanted }) => {
      for (const method of ['cmdlets', 'netsh'] as const) {
        const decision = windows.plan({ ...wanted, method }, windows.observe(readSections(output)));
        const steps = decision.kind === 'change' ? decision.steps : [];
        for (const script of [windows.compile(steps, order), windows.compileConfirm(steps, order)]) {
          expect(await host.check(script, { purpose: 'change', powershell: '4.0' })).toEqual([]);
        }
      }
    },
  );
});
