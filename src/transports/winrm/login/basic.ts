import { plainly } from '../protection.ts';
import type { Door, LoggedIn } from './door.ts';
import { notOffered, rejected } from './offers.ts';
import { passwordInTurn } from './password.ts';

/**
 * The password with each request, inside of TLS. It is not asked for beforehand: what the first request is answered says
 * whether it was right.
 */
export async function byBasic(door: Door): Promise<LoggedIn> {
  const { host } = door;
  const { password, turn } = await passwordInTurn(door);
  const credentials = Buffer.from(`${host.user}:${password}`, 'utf8').toString('base64');
  const within = plainly({ Authorization: `Basic ${credentials}` });
  let isKnown = false;
  return {
    protection: {
      wrap: within.wrap,
      unwrap: (answer) => {
        if (answer.status === 401 && !isKnown) {
          turn.rejected();
          const offers = /(?:^|,)\s*Basic\b/i.test(answer.headers['www-authenticate'] ?? '');
          throw offers ? rejected(host, 'password (Basic)') : notOffered(answer, host, 'Basic');
        }
        const message = within.unwrap(answer);
        turn.accepted();
        isKnown = true;
        return message;
      },
    },
    title: `${host.user}, by password (Basic)`,
    software: undefined,
    settle: () => turn.undecided(),
  };
}
