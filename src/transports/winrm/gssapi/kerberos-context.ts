import { Problem } from '../../../core/problem.ts';
import type { Seal } from '../seal.ts';
import { hasFailed, kerberosFailure } from './failures.ts';
import { hostBasedService, kerberosMechanism, userName } from './identifiers.ts';
import { kerberosSeal } from './kerberos-seal.ts';
import type { Argument, GssFunction, GssLibrary } from './library.ts';
import { openMemory, pointer, readBuffer } from './memory.ts';

export interface KerberosCredentials {
  /** `ops@CORP.EXAMPLE` */
  readonly user: string;
  /** undefined: a ticket that is there already is used. */
  readonly password: string | undefined;
  /** The full name of the host. */
  readonly target: string;
  readonly binding: Buffer | undefined;
}

/** One login, and what comes of it. */
export interface KerberosContext {
  /** What is to be sent next; undefined when nothing is. @throws Problem */
  step(received: Buffer | undefined): Promise<Buffer | undefined>;
  readonly isComplete: boolean;
  readonly seal: Seal;
  /** Gives back what the library holds. */
  end(): void;
}

/** @throws Problem: login-rejected, tcp-unreachable */
export async function beginKerberos(
  gss: GssLibrary,
  credentials: KerberosCredentials,
): Promise<KerberosContext> {
  const { user, password, target, binding } = credentials;
  const memory = openMemory(gss);
  const minor = Buffer.alloc(4);
  const [context, credential, service, granted] = [pointer(), pointer(), pointer(), Buffer.alloc(4)];
  const mechanism = memory.identifier(kerberosMechanism);
  const bindings = binding === undefined ? null : memory.bindings(binding);
  let isComplete = false;
  let running: Promise<unknown> = Promise.resolve();

  function callApart(name: GssFunction, ...args: readonly Argument[]): Promise<number> {
    const calling = gss.callApart(name, ...args);
    running = calling.catch(() => undefined);
    return calling;
  }
  function check(major: number): void {
    if (hasFailed(major)) throw kerberosFailure(gss, user, minor);
  }
  function importName(text: string, type: Buffer, into: Buffer): void {
    const name = memory.buffer(Buffer.from(text, 'utf8'));
    check(gss.call('gss_import_name', minor, name, memory.identifier(type), into));
  }
  async function acquire(password: string): Promise<void> {
    const name = pointer();
    importName(user, userName, name);
    const secret = memory.buffer(Buffer.from(password, 'utf8'));
    const mechanisms = memory.identifierSet(mechanism);
    const [forever, toInitiate] = [0xffffffff, 1];
    const major = await callApart(
      'gss_acquire_cred_with_password',
      ...[minor, name.readBigUInt64LE(), secret, forever, mechanisms, toInitiate, credential, null, null],
    );
    gss.call('gss_release_name', Buffer.alloc(4), name);
    check(major);
  }
  async function step(received: Buffer | undefined): Promise<Buffer | undefined> {
    const output = Buffer.alloc(16);
    const input = received === undefined ? null : memory.buffer(received);
    const major = await callApart(
      'gss_init_sec_context',
      ...[minor, credential.readBigUInt64LE(), context, service.readBigUInt64LE(), mechanism, asked, 0],
      ...[bindings, input, null, output, granted, null],
    );
    const token = readBuffer(gss, output);
    gss.call('gss_release_buffer', Buffer.alloc(4), output);
    check(major);
    if (major === 0 && (granted.readUInt32LE() & needed) !== needed) throw tooWeak();
    isComplete = major === 0;
    return token.length === 0 ? undefined : token;
  }
  /** A call that is still running in its thread uses all this, even if nobody waits for it any more. */
  function end(): void {
    void running.then(release);
  }
  function release(): void {
    gss.call('gss_delete_sec_context', minor, context, null);
    gss.call('gss_release_cred', minor, credential);
    gss.call('gss_release_name', minor, service);
    memory.release();
  }

  try {
    importName(`HTTP@${target}`, hostBasedService, service);
    if (password !== undefined) await acquire(password);
  } catch (thrown) {
    end();
    throw thrown;
  }
  return {
    step,
    get isComplete() {
      return isComplete;
    },
    seal: kerberosSeal(gss, context),
    end,
  };
}

/** Both sides know each other, and messages can be encrypted and signed. */
const needed = 2 | 16 | 32;

/** Besides, nothing can be repeated or come out of order. The host gets no ticket of its own (delegation). */
const asked = needed | 4 | 8;

function tooWeak(): Problem {
  return new Problem('handshake-failed', 'the host grants no Kerberos that encrypts messages', {
    wayOut: 'look at the encryption types that the domain allows for this host',
  });
}
