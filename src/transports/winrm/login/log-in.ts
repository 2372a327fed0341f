import { byBasic } from './basic.ts';
import type { Door, LoggedIn } from './door.ts';
import { byKerberos } from './kerberos.ts';
import { byNtlm } from './ntlm.ts';

/**
 * Logs in by the way that the host's settings name. The clock is in the stage `banner` until the first answer has come,
 * then in `authentication`.
 * @throws Problem: login-rejected, login-withheld, handshake-failed, connection-lost, deadline-passed ...
 */
export function logIn(door: Door): Promise<LoggedIn> {
  switch (door.host.auth) {
    case 'ntlm':
      return byNtlm(door);
    case 'basic':
      return byBasic(door);
    case 'kerberos':
      return byKerberos(door);
  }
}
