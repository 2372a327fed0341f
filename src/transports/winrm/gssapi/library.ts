import { Problem, type ProblemDetail } from '../../../core/problem.ts';

/** The functions of the system's GSSAPI that a login needs. Every pointer is an address, or the memory itself. */
export interface GssLibrary {
  /** @returns the major status, as the specification calls it */
  call(name: GssFunction, ...args: readonly Argument[]): number;
  /** In a thread of its own: it may ask a KDC over the network. */
  callApart(name: GssFunction, ...args: readonly Argument[]): Promise<number>;
  addressOf(memory: Buffer): bigint;
  /** A copy of what is at an address. */
  read(address: bigint, length: number): Buffer;
}

export type Argument = Buffer | bigint | number | null;

/** The types of the arguments: p a pointer, u an unsigned number of 32 bits. */
const signatures = {
  gss_import_name: 'pppp',
  gss_release_name: 'pp',
  gss_acquire_cred_with_password: 'pppupuppp',
  gss_release_cred: 'pp',
  gss_init_sec_context: 'pppppuupppppp',
  gss_delete_sec_context: 'ppp',
  gss_wrap_iov: 'ppuuppu',
  gss_unwrap: 'pppppp',
  gss_release_buffer: 'pp',
  gss_release_iov_buffer: 'ppu',
  gss_display_status: 'puuppp',
} as const;

export type GssFunction = keyof typeof signatures;

let loading: Promise<GssLibrary> | undefined;

/**
 * Loads the library, once for the process: only where a host asks for Kerberos.
 * @throws Problem 'login-rejected' where koffi or the library is missing
 */
export function loadGss(): Promise<GssLibrary> {
  loading ??= load();
  return loading;
}

/** MIT's: the one of macOS counts and names otherwise. */
const file = 'libgssapi_krb5.so.2';

async function load(): Promise<GssLibrary> {
  const { default: koffi } = await import('koffi').catch((thrown: unknown) => {
    throw missing(
      'koffi, by which it calls the library of the system, was left out when vipfarm was installed',
      {
        wayOut:
          'install vipfarm with its optional packages (npm install, without --omit=optional), or set auth: ntlm',
        cause: thrown,
      },
    );
  });
  try {
    const library = koffi.load(file);
    const functions = new Map(
      Object.entries(signatures).map(([name, types]) => [
        name,
        library.func(
          name,
          'uint32_t',
          [...types].map((type) => (type === 'p' ? 'void *' : 'uint32_t')),
        ),
      ]),
    );
    const functionNamed = (name: GssFunction) => functions.get(name) ?? failUnknown(name);
    return {
      call: (name, ...args) => Number(functionNamed(name)(...args)),
      callApart: (name, ...args) =>
        new Promise((resolve, reject) => {
          functionNamed(name).async(...args, (error: unknown, major: unknown) => {
            if (error !== null) reject(error);
            else resolve(Number(major));
          });
        }),
      addressOf: (memory) => koffi.address(memory),
      read: (address, length) => Buffer.from(new Uint8Array(koffi.view(address, length)).slice()),
    };
  } catch (thrown) {
    throw missing(`${file} cannot be loaded`, {
      wayOut: 'install it (Debian: libgssapi-krb5-2, Red Hat: krb5-libs), or set auth: ntlm',
      cause: thrown,
    });
  }
}

function failUnknown(name: GssFunction): never {
  throw new Error(`${name} was not looked up`);
}

function missing(what: string, detail: ProblemDetail): Problem {
  return new Problem('login-rejected', `Kerberos is not to be had here: ${what}`, detail);
}
