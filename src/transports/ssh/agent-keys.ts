import pLimit from 'p-limit';
import ssh2, { type ParsedKey } from 'ssh2';
import { Problem } from '../../core/problem.ts';
import type { Identity } from './identity.ts';

/** Agents answer one after the other, and collapse when hundreds of sessions ask at once. */
const requestsAtOnce = 4;

/**
 * The identities that an SSH agent offers, in its order. Asked once for each run.
 * @throws Problem 'secret-unavailable' when there is no agent at that socket
 */
export async function listAgentKeys(socket: string): Promise<readonly Identity[]> {
  const agent = ssh2.createAgent(socket);
  const atOnce = pLimit(requestsAtOnce);
  const keys = await new Promise<readonly ParsedKey[]>((resolve, reject) => {
    agent.getIdentities((error, found) => {
      if (error) reject(noAgent(socket, error));
      else resolve((found ?? []).flatMap(asParsedKey));
    });
  });
  return keys.map((publicKey) => ({
    title: `agent key "${publicKey.comment}"`,
    publicKey,
    isQuick: false,
    sign: (data, hash, done) => {
      const signing = atOnce(() => {
        return new Promise<Buffer>((resolve, reject) => {
          agent.sign(publicKey, data, hash === undefined ? {} : { hash }, (error, signature) => {
            if (signature === undefined) reject(error ?? new Error('the agent gave no signature'));
            else resolve(signature);
          });
        });
      });
      signing.then(
        (signature) => done(null, signature),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      );
    },
  }));
}

function asParsedKey(found: unknown): readonly ParsedKey[] {
  const parsed = ssh2.utils.parseKey(found as Buffer);
  const keys = Array.isArray(parsed) ? parsed : [parsed];
  return keys.filter((key): key is ParsedKey => !(key instanceof Error));
}

function noAgent(socket: string, cause: Error): Problem {
  return new Problem('secret-unavailable', `no SSH agent answers at ${socket}`, {
    wayOut: 'start one and add the key (ssh-add), or set agent: false and name an identityFile',
    cause,
  });
}
