import { Secret } from '../../../src/core/secret.ts';
import type { Host } from '../../../src/inventory/fleet.ts';
import type { Secrets } from '../../../src/secrets/secrets.ts';
import type { Session, Transport } from '../../../src/transports/transport.ts';
import { openWinrmTransport } from '../../../src/transports/winrm/transport.ts';
import { hostWith } from '../host-fixture.ts';

export const password = 'Pässword-1 €';

/** Secrets that are all this one. */
export function onlySecret(value: string): Secrets {
  return { resolve: () => Promise.resolve(new Secret(value)) };
}

/** A host at 127.0.0.1 that is reached by WinRM, NTLM over HTTP unless something else is said. */
export function winrmHost(settings: Partial<Host>): Host {
  return hostWith({
    name: 'win01',
    transport: 'winrm',
    user: 'ops',
    password: { from: 'env', name: 'PASSWORD' },
    https: false,
    become: 'none',
    ...settings,
  });
}

export function winrmTransport(secret: string = password): Transport {
  return openWinrmTransport({ environment: {}, secrets: onlySecret(secret) });
}

export const { signal: never } = new AbortController();

/** Opens a session, uses it, and leaves nothing behind. */
export async function withWinrm<T>(
  settings: Partial<Host>,
  use: (session: Session) => Promise<T>,
  secret: string = password,
): Promise<T> {
  await using transport = winrmTransport(secret);
  await using session = await transport.connect(winrmHost(settings), never);
  return await use(session);
}
