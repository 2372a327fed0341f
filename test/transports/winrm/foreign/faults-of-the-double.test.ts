import { afterEach, expect, it, vi } from 'vitest';
import { describeWith } from '../../../describe-with.ts';
import { startWinrmDouble } from '../double/winrm-double.ts';
import { faultsOfTheDouble } from './faults-of-the-double.ts';
import { findFault } from './find-fault.ts';

afterEach(() => {
  vi.resetModules();
});

describeWith(['pywinrm'], 'a fault that is put into the double', () => {
  it('is not found where there is none', { timeout: 120_000 }, async () => {
    const found: string[] = [];
    for await (const fault of findFault(startWinrmDouble)) found.push(fault);
    expect(found).toEqual([]);
  });

  it.each(faultsOfTheDouble)('is found: $what', { timeout: 120_000 }, async ({ module, replace }) => {
    vi.resetModules();
    const path = `../double/${module}`;
    vi.doMock(path, async (importOriginal) => {
      const original = await importOriginal();
      return { ...(original as object), ...replace(original) };
    });
    const faulty = await import('../double/winrm-double.ts');
    const found: string[] = [];
    for await (const fault of findFault(faulty.startWinrmDouble)) {
      found.push(fault);
      break;
    }
    vi.doUnmock(path);
    expect(found).not.toEqual([]);
  });
});
