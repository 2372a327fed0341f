import { Problem } from '../../../core/problem.ts';
import { asItIs } from '../http/http-line.ts';
import { beginNtlm } from '../ntlm/handshake.ts';
import { plainly, refusedBy, sealedBy } from '../protection.ts';
import { ntlmChannelBindings } from '../tls/channel-binding.ts';
import type { Door, LoggedIn } from './door.ts';
import { authorization, notOffered, rejected, tokenIn } from './offers.ts';
import { passwordInTurn } from './password.ts';

/**
 * NTLMv2, its messages raw under Negotiate. The first request carries the first message without waiting to be asked;
 * neither of the two has a body.
 */
export async function byNtlm(door: Door): Promise<LoggedIn> {
  const { host, line, binding, clock } = door;
  const handshake = beginNtlm();
  clock.enter('banner');
  const challenged = await clock.until(line.post(authorization('Negotiate', handshake.first), asItIs));
  const challenge = tokenIn(challenged, 'Negotiate');
  if (challenged.status !== 401) throw challenged.status === 200 ? noLoginAsked() : refusedBy(challenged);
  if (challenge === undefined) throw notOffered(challenged, host, 'Negotiate');
  const { password, turn } = await passwordInTurn(door);
  try {
    const { message, seal, serverTime } = handshake.answer(challenge, {
      user: host.user,
      password,
      targetName: `HTTP/${host.address}`,
      channelBindings: binding === undefined ? undefined : ntlmChannelBindings(binding),
    });
    const answer = await clock.until(line.post(authorization('Negotiate', message), asItIs));
    if (answer.status === 401) {
      turn.rejected();
      throw rejected(host, 'password (NTLM)', serverTime);
    }
    if (answer.status !== 200) throw refusedBy(answer);
    turn.accepted();
    return {
      protection: binding === undefined ? sealedBy(seal) : plainly(),
      title: `${host.user}, by NTLM${binding === undefined ? ', each message sealed' : ''}`,
      software: answer.server ?? challenged.server,
      settle: () => undefined,
    };
  } finally {
    turn.undecided();
  }
}

function noLoginAsked(): Problem {
  return new Problem('handshake-failed', 'the server asks for no login, as no WinRM would', {
    wayOut: 'is this the port of the WinRM listener, and is there a proxy in between?',
  });
}
