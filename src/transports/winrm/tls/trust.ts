import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContext } from 'node:tls';
import { Problem } from '../../../core/problem.ts';

/** Whom the connections of a run believe; certificates are parsed once for all hosts. */
export interface Trust {
  /**
   * @param ca path of a file with the only authorities to believe; undefined: those that the system believes
   * @throws Problem 'inventory-invalid' when the file cannot be used
   */
  contextFor(ca: string | undefined): SecureContext;
}

export function openTrust(environment: Readonly<Record<string, string | undefined>>): Trust {
  const contexts = new Map<string | undefined, SecureContext>();
  return {
    contextFor: (ca) => {
      const context = contexts.get(ca) ?? (ca === undefined ? systemContext(environment) : contextOf(ca));
      contexts.set(ca, context);
      return context;
    },
  };
}

function contextOf(path: string): SecureContext {
  try {
    const ca = readFileSync(path, 'utf8');
    if (!ca.includes('-----BEGIN CERTIFICATE-----')) throw new Error('it holds no certificate in PEM form');
    return createSecureContext({ ca });
  } catch (thrown) {
    throw new Problem('inventory-invalid', `${path} cannot be used as ca: ${describe(thrown)}`, {
      wayOut: 'name a file of PEM certificates that this user can read',
      cause: thrown,
    });
  }
}

function describe(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Where Debian, Red Hat, SUSE, Alpine and the BSDs keep what the system believes. Node itself asks none of them. */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** Where the system has no bundle, those that came with Node are believed. */
function systemContext(environment: Readonly<Record<string, string | undefined>>): SecureContext {
  const named = environment['SSL_CERT_FILE'];
  if (named !== undefined) return contextOf(named);
  for (const path of bundles) {
    try {
      return createSecureContext({ ca: readFileSync(path) });
    } catch {
      // The next place may have it.
    }
  }
  return createSecureContext();
}
