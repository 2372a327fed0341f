import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ScannedKey } from '../../../src/core/diagnosis.ts';
import type { Host } from '../../../src/inventory/fleet.ts';
import { openHostKeyScanner, type ScanOrders } from '../../../src/transports/ssh/scan-host-keys.ts';
import { describeWith } from '../../describe-with.ts';
import { hostWith } from '../host-fixture.ts';
import { type LoggingServer, makeKey, publicKey, startOpenSsh } from '../servers/openssh.ts';
import { freePort } from '../servers/scratch.ts';

const { signal } = new AbortController();
const noSecrets = { resolve: () => Promise.reject(new Error('no secret is needed here')) };
const lookOnly: ScanOrders = { record: false, replace: [] };

describeWith(['sshd', 'ssh-keygen'], 'a scan of host keys', () => {
  let server: LoggingServer;
  let shown: string;
  beforeAll(async () => {
    server = await startOpenSsh();
    const listed = execFileSync('ssh-keygen', ['-lf', join(server.folder, 'host_ed25519.pub')], {
      encoding: 'utf8',
    });
    shown = `ED25519 ${listed.split(' ')[1]}`;
  });
  afterAll(() => server[Symbol.asyncDispose]());

  async function scan(settings: Partial<Host>, orders: ScanOrders = lookOnly): Promise<ScannedKey> {
    await using scanner = openHostKeyScanner({ environment: {}, secrets: noSecrets }, orders, signal);
    return await scanner.scan(hostWith({ port: server.port, ...settings }));
  }
  /** A known_hosts file with these lines. */
  function fileWith(name: string, ...lines: string[]): string {
    const path = join(server.folder, name);
    writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
    return path;
  }

  it('finds a known key without logging in', async () => {
    const before = server.logins();
    expect(await scan({ knownHosts: [server.knownHosts] })).toEqual({
      host: 'web01',
      state: 'known',
      key: shown,
    });
    expect(server.logins()).toBe(before);
  });

  it('shows a new key with the fingerprint that ssh-keygen shows, and writes nothing down', async () => {
    const file = fileWith('empty');
    expect(await scan({ knownHosts: [file] })).toEqual({ host: 'web01', state: 'new', key: shown });
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  it('writes a new key down when told to, and knows it the next time', async () => {
    const file = fileWith('recorded', '# our farm');
    const recorded = await scan({ knownHosts: [file] }, { record: true, replace: [] });
    expect(recorded).toEqual({ host: 'web01', state: 'recorded', key: shown });
    expect(readFileSync(file, 'utf8')).toMatch(/^# our farm\n\[127\.0\.0\.1\]:\d+ ssh-ed25519 \S+\n$/);
    expect(await scan({ knownHosts: [file] })).toMatchObject({ state: 'known' });
  });

  it('does not touch a changed key, not even when it records new ones', async () => {
    const other = publicKey(makeKey(server.folder, 'other', 'ed25519'));
    const file = fileWith('changed', `[127.0.0.1]:${server.port} ${other}`);
    const before = readFileSync(file, 'utf8');
    const found = await scan({ knownHosts: [file] }, { record: true, replace: ['web02'] });
    expect(found).toMatchObject({ state: 'changed', instead: expect.stringContaining(`${file} line 1`) });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('replaces a changed key for the host that is named, and leaves the lines of others', async () => {
    const [old, neighbour] = [1, 2].map((number) =>
      publicKey(makeKey(server.folder, `old${number}`, 'ed25519')),
    );
    const file = fileWith('replaced', '# farm', `[127.0.0.1]:${server.port} ${old}`, `web02 ${neighbour}`);
    const replaced = await scan({ knownHosts: [file] }, { record: false, replace: ['web01'] });
    expect(replaced).toEqual({ host: 'web01', state: 'replaced', key: shown });
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain(old);
    expect(text.split('\n').slice(0, 2)).toEqual(['# farm', `web02 ${neighbour}`]);
    expect(await scan({ knownHosts: [file] })).toMatchObject({ state: 'known' });
  });

  it('shows a revoked key as such', async () => {
    const file = fileWith('revoked', `@revoked * ${publicKey(join(server.folder, 'host_ed25519'))}`);
    expect(await scan({ knownHosts: [file] }, { record: true, replace: ['web01'] })).toMatchObject({
      state: 'revoked',
    });
  });

  it('asks a host that is known by another type for that one', async () => {
    const file = fileWith(
      'ecdsa',
      `[127.0.0.1]:${server.port} ${publicKey(join(server.folder, 'host_ecdsa'))}`,
    );
    expect(await scan({ knownHosts: [file] })).toMatchObject({
      state: 'known',
      key: expect.stringMatching(/^ECDSA /),
    });
  });

  it('gives the reason for a host that does not answer', async () => {
    expect(await scan({ port: await freePort() })).toMatchObject({
      state: 'no answer',
      reason: expect.stringContaining('refuses connections'),
    });
  });
});
