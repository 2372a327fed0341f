import { readFile } from 'node:fs/promises';
import { expandHome } from '../../core/home.ts';
import { Problem } from '../../core/problem.ts';
import { secretIdentity } from '../../core/secret.ts';
import type { Host } from '../../inventory/fleet.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { listAgentKeys } from './agent-keys.ts';
import { type Identity, identityOf } from './identity.ts';
import { readKeyFile } from './key-file.ts';

/** The keys of a run: files are parsed once, passphrases asked once, the agent listed once. */
export interface Keyring {
  /**
   * The identities to try on this host, best first.
   * @throws Problem 'secret-unavailable': a named file is missing or unreadable, a passphrase is missing or wrong
   */
  identitiesFor(host: Host): Promise<readonly Identity[]>;
}

/** sshd closes the connection after six failed tries; one is left for a password. */
const mostTried = 5;

const usualFiles = ['~/.ssh/id_ed25519', '~/.ssh/id_ecdsa', '~/.ssh/id_rsa'];

export function openKeyring(
  environment: Readonly<Record<string, string | undefined>>,
  secrets: Secrets,
): Keyring {
  const choices = new Map<string, Promise<readonly Identity[]>>();
  const files = new Map<string, Promise<Identity | undefined>>();
  const agents = new Map<string, Promise<readonly Identity[]>>();

  function identitiesFor(host: Host): Promise<readonly Identity[]> {
    const key = JSON.stringify([host.identityFiles, host.agent, host.passphrase]);
    return once(choices, key, () => (host.identityFiles.length > 0 ? named(host) : usual(host)));
  }

  /** Only what the inventory names; the agent is used when it holds the private half. */
  async function named(host: Host): Promise<readonly Identity[]> {
    const held = await agentKeys(host);
    return Promise.all(host.identityFiles.map((path) => namedFile(path, held, host)));
  }

  async function namedFile(path: string, held: readonly Identity[], host: Host): Promise<Identity> {
    const publicHalf = await textOf(`${path}.pub`);
    const content = await textOf(path);
    const text = publicHalf ?? content;
    const inAgent = text === undefined ? undefined : findHeld(held, text);
    if (inAgent !== undefined) return inAgent;
    if (content === undefined) {
      throw new Problem('secret-unavailable', `the identity file ${path} does not exist`, {
        wayOut:
          'correct identityFile in the inventory, or add the key to the agent and keep its .pub file there',
      });
    }
    const identity = await fromFile(path, host);
    if (identity === undefined) {
      throw new Problem('secret-unavailable', `the identity file ${path} is encrypted`, {
        wayOut: 'set passphrase: prompt for this host, or add the key to the agent (ssh-add)',
      });
    }
    return identity;
  }

  /** Nothing is named: what the agent holds, then the usual files that need no passphrase or have one. */
  async function usual(host: Host): Promise<readonly Identity[]> {
    const found = [...(await agentKeys(host))];
    for (const path of usualFiles) {
      const identity = (await textOf(path)) === undefined ? undefined : await fromFile(path, host);
      if (identity !== undefined && !found.some((other) => isSameKey(other, identity))) found.push(identity);
    }
    return found.slice(0, mostTried);
  }

  function fromFile(path: string, host: Host): Promise<Identity | undefined> {
    const { passphrase } = host;
    const key = `${path}\n${passphrase === undefined ? '' : secretIdentity(passphrase)}`;
    return once(files, key, async () => {
      const text = (await textOf(path)) ?? '';
      let content = readKeyFile(text);
      if (content.kind === 'encrypted') {
        if (passphrase === undefined) return undefined;
        content = readKeyFile(text, (await secrets.resolve(passphrase)).reveal());
        if (content.kind !== 'private') {
          throw new Problem('secret-unavailable', `the passphrase of ${path} is wrong`);
        }
      }
      if (content.kind === 'private') return identityOf(`key ${path}`, content.key);
      throw new Problem('secret-unavailable', `${path} holds no private key that vipfarm can read`, {
        wayOut: 'it reads OpenSSH and PEM keys (ed25519, ecdsa, rsa); ssh-keygen -p -f FILE converts others',
      });
    });
  }

  async function agentKeys(host: Host): Promise<readonly Identity[]> {
    const socket = typeof host.agent === 'string' ? host.agent : environment['SSH_AUTH_SOCK'];
    if (host.agent === false || socket === undefined || socket === '') return [];
    const path = expandHome(socket, environment);
    const listed = once(agents, path, () => listAgentKeys(path));
    // An agent that was asked for by name must be there; the one of the environment may be a leftover of a login.
    return typeof host.agent === 'string' ? listed : listed.catch(() => []);
  }

  async function textOf(path: string): Promise<string | undefined> {
    try {
      return await readFile(expandHome(path, environment), 'utf8');
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
      throw new Problem('secret-unavailable', `${path} cannot be read: ${String(thrown)}`, { cause: thrown });
    }
  }

  return { identitiesFor };
}

function findHeld(held: readonly Identity[], text: string): Identity | undefined {
  const content = readKeyFile(text);
  if (content.kind !== 'private' && content.kind !== 'public') return undefined;
  const blob = content.key.getPublicSSH();
  return held.find((identity) => identity.publicKey.getPublicSSH().equals(blob));
}

function isSameKey(one: Identity, other: Identity): boolean {
  return one.publicKey.getPublicSSH().equals(other.publicKey.getPublicSSH());
}

function once<T>(answers: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const there = answers.get(key);
  if (there !== undefined) return there;
  const answer = ask();
  answers.set(key, answer);
  return answer;
}
