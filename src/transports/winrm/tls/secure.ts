import { createHash, type X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { Problem } from '../../../core/problem.ts';
import type { Host } from '../../../inventory/fleet.ts';
import type { StageClock } from '../../stage-clock.ts';
import type { Trust } from './trust.ts';

/** A socket over which the host has shown a certificate that is believed. */
export interface Secured {
  readonly socket: TLSSocket;
  /** DER. */
  readonly certificate: Buffer;
  /** `SHA256:...` of the certificate, in base64 without padding. */
  readonly fingerprint: string;
}

/**
 * TLS over a connected socket; the clock is in the stage `keyExchange` when it returns. A pinned certificate is
 * believed whoever signed it; any other must be for this host, valid today, and come from an authority that is believed.
 * @throws Problem: handshake-failed, certificate-refused, host-key-changed, deadline-passed, interrupted
 */
export async function secure(raw: Socket, host: Host, trust: Trust, clock: StageClock): Promise<Secured> {
  clock.enter('keyExchange');
  const socket = connect({
    socket: raw,
    secureContext: trust.contextFor(host.hostKeys === 'pinned' ? undefined : host.ca),
    // Judged below, where the certificate is still at hand for the message; nothing is sent before.
    rejectUnauthorized: false,
    host: host.address,
    ...(isIP(host.address) === 0 ? { servername: host.address } : {}),
  });
  const connected = new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    // Stays attached for good: a late reset would otherwise end the process.
    socket.on('error', (error) => reject(noTls(host, error)));
    socket.once('close', () => reject(noTls(host, undefined)));
  });
  clock.onFailure(() => socket.destroy());
  await clock.until(connected);
  const certificate = socket.getPeerX509Certificate();
  const refusal = certificate === undefined ? noTls(host, undefined) : judge(host, socket, certificate);
  if (certificate === undefined || refusal !== undefined) {
    socket.destroy();
    throw refusal;
  }
  return { socket, certificate: certificate.raw, fingerprint: fingerprintOf(certificate.raw) };
}

/** What speaks against the certificate; undefined when it is believed. */
function judge(host: Host, socket: TLSSocket, certificate: X509Certificate): Problem | undefined {
  const shown = fingerprintOf(certificate.raw);
  if (host.hostKeys === 'pinned') return host.pins.includes(shown) ? undefined : otherThanPinned(shown);
  if (socket.authorized) return undefined;
  const { finding, wayOut } = certificateFindings[String(socket.authorizationError)] ?? unverified;
  const names = (certificate.subjectAltName ?? certificate.subject).replaceAll('\n', ', ');
  return new Problem('certificate-refused', `the certificate ${shown} ${finding}`, {
    wayOut: wayOut.replace('{address}', host.address).replace('{names}', names),
    cause: socket.authorizationError,
  });
}

export function fingerprintOf(certificate: Buffer): string {
  return `SHA256:${createHash('sha256').update(certificate).digest('base64').replace(/=+$/, '')}`;
}

function otherThanPinned(shown: string): Problem {
  return new Problem('host-key-changed', `the certificate ${shown} is none of the pinned ones`, {
    wayOut: 'compare it with what the host itself says, then correct pins in the inventory',
  });
}

interface Finding {
  readonly finding: string;
  readonly wayOut: string;
}

const unknownAuthority: Finding = {
  finding: 'comes from an authority that is not believed here',
  wayOut:
    'name the authority as ca: in the inventory, or compare the fingerprint with what the host itself says and pin it (hostKeys: pinned, pins)',
};

const unverified: Finding = {
  finding: 'cannot be verified',
  wayOut: 'openssl s_client -connect to the port shows why; or pin the certificate (hostKeys: pinned, pins)',
};

/** By the code of the error, as OpenSSL and Node name it. */
const certificateFindings: Readonly<Record<string, Finding>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  ERR_TLS_CERT_ALTNAME_INVALID: {
    finding: 'is for another name',
    wayOut:
      'it is for {names}, and the host is reached as {address}: give the host the address that the certificate names, or pin the certificate',
  },
  CERT_HAS_EXPIRED: {
    finding: 'has expired',
    wayOut: 'give the listener a new one, or look at the clock of this machine',
  },
  CERT_NOT_YET_VALID: {
    finding: 'is not valid yet',
    wayOut: 'look at the clock of this machine, and at that of whoever signed it',
  },
  CERT_REVOKED: { finding: 'has been revoked', wayOut: 'give the listener a new one' },
  CERT_SIGNATURE_FAILURE: {
    finding: 'is not signed by whom it names',
    wayOut: 'give the listener a new one',
  },
  INVALID_PURPOSE: {
    finding: 'is not for servers',
    wayOut: 'give the listener one with the purpose "server authentication"',
  },
};

function noTls(host: Host, cause: Error | undefined): Problem {
  const more = cause === undefined ? 'the connection was closed' : cause.message;
  return new Problem('handshake-failed', `no TLS connection came about: ${more}`, {
    wayOut: `is port ${host.port} a WinRM listener for HTTPS (5986 usually)? For plain HTTP, where NTLM and Kerberos seal each message, set https: false`,
    retryable: cause === undefined,
    cause,
  });
}
