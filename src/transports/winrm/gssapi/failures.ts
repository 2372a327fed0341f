import { Problem, type ProblemCode } from '../../../core/problem.ts';
import { kerberosMechanism } from './identifiers.ts';
import type { GssLibrary } from './library.ts';
import { openMemory, readBuffer } from './memory.ts';

/** True for a status that is none of `done` and `more to do`. */
export function hasFailed(major: number): boolean {
  return (major & 0xffff0000) !== 0;
}

/** Told by the number of the error; what the library says about it is only quoted. */
export function kerberosFailure(gss: GssLibrary, user: string, minor: Buffer): Problem {
  const number = minor.readInt32LE();
  const { code, finding, wayOut } = meanings.get(number) ?? unknown;
  return new Problem(
    code,
    `the login as ${user} by Kerberos failed: ${finding} (${statusText(gss, minor)})`,
    {
      wayOut,
      retryable: code === 'tcp-unreachable',
    },
  );
}

/** What the library itself says, in one line. */
function statusText(gss: GssLibrary, minor: Buffer): string {
  const memory = openMemory(gss);
  const text = Buffer.alloc(16);
  const scratch = Buffer.alloc(4);
  const mechanismStatus = 2;
  const mechanism = memory.identifier(kerberosMechanism);
  gss.call(
    'gss_display_status',
    scratch,
    minor.readUInt32LE(),
    mechanismStatus,
    mechanism,
    Buffer.alloc(4),
    text,
  );
  const said = readBuffer(gss, text).toString('utf8');
  gss.call('gss_release_buffer', scratch, text);
  memory.release();
  return said === '' ? `number ${minor.readInt32LE()}` : said;
}

interface Meaning {
  readonly code: ProblemCode;
  readonly finding: string;
  readonly wayOut: string;
}

/** The most frequent outcome: the way to the domain is fine, and the login is not. */
function rejected(finding: string, wayOut: string): Meaning {
  return { code: 'login-rejected', finding, wayOut };
}

const unknown = rejected(
  'the library gives another reason',
  'try kinit with the same user on this machine; KRB5_TRACE=/dev/stderr shows each step',
);

const wrongPassword = rejected(
  'the password is wrong',
  'correct the password; the user is written user@REALM, the realm in capitals',
);

const skewed = rejected(
  'the clocks of this machine and of the domain differ too much',
  'set the clock of this machine right (5 minutes are tolerated)',
);

const noCredentials = rejected(
  'there is no password in the inventory, and no ticket here',
  'set password: { env: NAME } for this host, or run kinit before',
);

const unreachable: Meaning = {
  code: 'tcp-unreachable',
  finding: 'no KDC answers for the realm',
  wayOut: 'look at the realms and their kdc in /etc/krb5.conf, and at port 88 of the domain controllers',
};

/** Numbers of krb5_err.et. */
const meanings: ReadonlyMap<number, Meaning> = new Map([
  [-1765328360, wrongPassword],
  [-1765328353, wrongPassword],
  [-1765328174, wrongPassword],
  [
    -1765328378,
    rejected('the domain does not know this user', 'the user is written user@REALM, the realm in capitals'),
  ],
  [
    -1765328377,
    rejected(
      'the domain does not know this host',
      'give the host its full name as address (web01.corp.example); setspn -L, on the host, shows its names',
    ),
  ],
  [-1765328366, rejected('the account is locked or disabled', 'unlock it in the domain')],
  [-1765328361, rejected('the password has expired', 'change it, for example by kpasswd')],
  [-1765328347, skewed],
  [-1765328228, unreachable],
  [-1765328230, unreachable],
  [-1765328164, unreachable],
  [-1765328189, noCredentials],
  [-1765328243, noCredentials],
]);
