import { Problem } from '../../../core/problem.ts';
import type { Host } from '../../../inventory/fleet.ts';
import type { HttpAnswer, HttpRequest } from '../http/http-line.ts';

/** A request that carries a token, and nothing else. */
export function authorization(scheme: string, token: Buffer): HttpRequest {
  return { headers: { Authorization: `${scheme} ${token.toString('base64')}` }, body: [] };
}

/** The token that the server sent by this scheme; undefined when it sent none. */
export function tokenIn({ headers }: HttpAnswer, scheme: string): Buffer | undefined {
  const offers = headers['www-authenticate'] ?? '';
  const token = new RegExp(`(?:^|,)\\s*${scheme}\\s+([A-Za-z0-9+/]+={0,2})\\s*(?:,|$)`, 'i').exec(
    offers,
  )?.[1];
  return token === undefined ? undefined : Buffer.from(token, 'base64');
}

/** The server knows WinRM, but not this way to log in. */
export function notOffered({ headers }: HttpAnswer, host: Host, scheme: string): Problem {
  const offers = headers['www-authenticate'] ?? '';
  const schemes = [...offers.matchAll(/(?:^|,)\s*([A-Za-z][\w-]*)(?=\s*(?:,|$)|\s+\S)/g)].map(
    ([, name]) => name,
  );
  const list = schemes.length === 0 ? 'nothing' : [...new Set(schemes)].join(', ');
  return new Problem('login-rejected', `the host takes no login by ${scheme}; it offers ${list}`, {
    wayOut: `set auth to what it takes, or allow ${host.auth} there: winrm get winrm/config/service/auth`,
  });
}

/** The server has refused the password, or the account. */
export function rejected(host: Host, by: string, serverTime?: number): Problem {
  const skew = serverTime === undefined ? 0 : Math.abs(Date.now() - serverTime);
  const hint =
    skew < tolerated
      ? `is the password right, and is the account neither locked nor refused for the network? A local user is written .\\${bare(host.user)}, one of a domain DOMAIN\\${bare(host.user)}`
      : `the clocks of the two differ by ${Math.round(skew / 60_000)} minutes: set them right first, domain controllers refuse that`;
  return new Problem('login-rejected', `the login as ${host.user} was rejected; tried: ${by}`, {
    wayOut: hint,
  });
}

/** What Windows allows clocks to differ by, in milliseconds. */
const tolerated = 5 * 60_000;

function bare(user: string): string {
  return user.replace(/^[^\\]*\\/, '').replace(/@.*$/, '');
}
