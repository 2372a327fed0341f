import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Redactor } from '../../src/core/secret.ts';
import { openSecrets } from '../../src/secrets/secrets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vipfarm-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function secretsWith(environment: Record<string, string> = {}, typed?: string) {
  const redactor = new Redactor();
  const asked: string[] = [];
  const ask = (label: string) => {
    asked.push(label);
    return Promise.resolve(typed);
  };
  return { secrets: openSecrets({ environment, ask, redactor }), redactor, asked };
}

describe('a secret', () => {
  it('comes from the environment, and is hidden in every text from then on', async () => {
    const { secrets, redactor } = secretsWith({ FARM_PASSWORD: 'open sesame' });
    const secret = await secrets.resolve({ from: 'env', name: 'FARM_PASSWORD' });
    expect(secret.reveal()).toBe('open sesame');
    expect(redactor.redact('said "open sesame" twice')).toBe('said "[secret]" twice');
  });

  it('that is not in the environment is a problem that names the variable', async () => {
    const { secrets } = secretsWith();
    await expect(secrets.resolve({ from: 'env', name: 'FARM_PASSWORD' })).rejects.toMatchObject({
      code: 'secret-unavailable',
      message: expect.stringContaining('FARM_PASSWORD'),
    });
  });

  it('comes from the first line of a file', async () => {
    const path = join(folder, 'password');
    writeFileSync(path, 'open sesame\nlogin: ops\n', { mode: 0o600 });
    const secret = await secretsWith().secrets.resolve({ from: 'file', path });
    expect(secret.reveal()).toBe('open sesame');
  });

  it('may lie in the home folder', async () => {
    writeFileSync(join(folder, 'password'), 'open sesame\n', { mode: 0o600 });
    const { secrets } = secretsWith({ HOME: folder });
    expect((await secrets.resolve({ from: 'file', path: '~/password' })).reveal()).toBe('open sesame');
  });

  it('in a file that others can read is refused, with the command that mends it', async () => {
    const path = join(folder, 'password');
    writeFileSync(path, 'open sesame\n');
    chmodSync(path, 0o640);
    await expect(secretsWith().secrets.resolve({ from: 'file', path })).rejects.toMatchObject({
      code: 'secret-unavailable',
      wayOut: `chmod 600 ${path}`,
    });
  });

  it('in a file that is not there is a problem that names the file', async () => {
    const path = join(folder, 'nothing');
    await expect(secretsWith().secrets.resolve({ from: 'file', path })).rejects.toMatchObject({
      code: 'secret-unavailable',
      message: expect.stringContaining(path),
    });
  });

  it('comes from the first line that a command prints, and the command is run once without a shell', async () => {
    const traces = join(folder, 'traces');
    const script = 'echo "$1"; echo more; echo run >> "$2"';
    const reference = { from: 'command', command: ['sh', '-c', script, 'sh', '$HOME', traces] } as const;
    const { secrets } = secretsWith({ PATH: process.env['PATH'] ?? '' });
    const [one, other] = await Promise.all([secrets.resolve(reference), secrets.resolve({ ...reference })]);
    expect([one.reveal(), other.reveal()]).toEqual(['$HOME', '$HOME']);
    expect(readFileSync(traces, 'utf8')).toBe('run\n');
  });

  it.each([
    ['ends with a failure', ['sh', '-c', 'echo locked >&2; exit 9'], 'ended with 9: locked'],
    ['does not exist', ['/nonexistent/pass'], 'does not exist'],
  ])('of a command that %s is a problem that says so', async (_case, command, words) => {
    const { secrets } = secretsWith({ PATH: process.env['PATH'] ?? '' });
    await expect(secrets.resolve({ from: 'command', command })).rejects.toMatchObject({
      code: 'secret-unavailable',
      message: expect.stringContaining(words),
    });
  });

  it('is asked for once, however many hosts need it', async () => {
    const { secrets, asked } = secretsWith({}, 'open sesame');
    const reference = { from: 'prompt', label: 'Password of ops' } as const;
    await Promise.all([secrets.resolve(reference), secrets.resolve({ ...reference })]);
    expect(asked).toEqual(['Password of ops']);
  });

  it('cannot be asked for without a terminal', async () => {
    await expect(
      secretsWith().secrets.resolve({ from: 'prompt', label: 'Password of ops' }),
    ).rejects.toMatchObject({ code: 'secret-unavailable' });
  });

  it('is never empty', async () => {
    const { secrets } = secretsWith({ FARM_PASSWORD: '' });
    await expect(secrets.resolve({ from: 'env', name: 'FARM_PASSWORD' })).rejects.toMatchObject({
      code: 'secret-unavailable',
    });
  });
});
