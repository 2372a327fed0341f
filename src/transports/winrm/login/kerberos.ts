import { isIP } from 'node:net';
import { Problem } from '../../../core/problem.ts';
import type { Host } from '../../../inventory/fleet.ts';
import type { Turn } from '../../password-gate.ts';
import { beginKerberos, type KerberosContext } from '../gssapi/kerberos-context.ts';
import { loadGss } from '../gssapi/library.ts';
import { asItIs, type HttpAnswer } from '../http/http-line.ts';
import { plainly, refusedBy, sealedBy } from '../protection.ts';
import type { Door, LoggedIn } from './door.ts';
import { authorization, notOffered, rejected, tokenIn } from './offers.ts';
import { passwordInTurn } from './password.ts';

/** Kerberos by the library of the system: with the password of the inventory, or a ticket that kinit got. */
export async function byKerberos(door: Door): Promise<LoggedIn> {
  const { host, binding, clock } = door;
  const target = fullNameOf(host);
  const gss = await loadGss();
  clock.enter('authentication');
  const given = host.password === undefined ? undefined : await passwordInTurn(door);
  const beginning = beginKerberos(gss, { user: host.user, password: given?.password, target, binding });
  try {
    return await converse(door, await clock.until(beginning), given?.turn);
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.code === 'login-rejected') given?.turn.rejected();
    // It may come when nobody waits for it any more.
    beginning.then(
      (context) => context.end(),
      () => undefined,
    );
    throw thrown;
  } finally {
    given?.turn.undecided();
  }
}

/** Tokens go to and fro until both sides know each other. */
async function converse(door: Door, context: KerberosContext, turn: Turn | undefined): Promise<LoggedIn> {
  const { host, line, binding, clock } = door;
  let token = await clock.until(context.step(undefined));
  // Kerberos knows the password to be right before the host has a say.
  turn?.accepted();
  let answer: HttpAnswer | undefined;
  for (let round = 0; token !== undefined && round < mostRounds; round += 1) {
    answer = await clock.until(line.post(authorization('Kerberos', token), asItIs));
    const received = tokenIn(answer, 'Kerberos');
    if (answer.status !== 200 && answer.status !== 401) throw refusedBy(answer);
    if (received === undefined && answer.status === 401) throw refused(answer, host);
    token = context.isComplete ? undefined : await clock.until(context.step(received));
  }
  if (answer?.status !== 200 || !context.isComplete) throw rejected(host, 'Kerberos');
  return {
    protection: binding === undefined ? sealedBy(context.seal) : plainly(),
    title: `${host.user}, by Kerberos${binding === undefined ? ', each message sealed' : ''}`,
    software: answer.server,
    settle: context.end,
  };
}

const mostRounds = 5;

function refused(answer: HttpAnswer, host: Host): Problem {
  const offers = /(?:^|,)\s*Kerberos\b/i.test(answer.headers['www-authenticate'] ?? '');
  return offers ? rejected(host, 'Kerberos') : notOffered(answer, host, 'Kerberos');
}

/** Domains know hosts by name, not by address. */
function fullNameOf(host: Host): string {
  const name = isIP(host.address) === 0 ? host.address : host.name;
  if (name.includes('.')) return name;
  throw new Problem('inventory-invalid', `Kerberos needs the full name of the host, and ${name} is none`, {
    wayOut: 'give the host an address like web01.corp.example, or set auth: ntlm',
  });
}
