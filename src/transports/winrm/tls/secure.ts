import { createHash } from 'node:crypto';
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
  const pinned = host.hostKeys === 'pinned';
  const socket = connect({
    socket: raw,
    secureContext: trust.contextFor(pinned ? undefined : host.ca),
    rejectUnauthorized: !pinned,
    host: host.address,
    ...(isIP(host.address) === 0 ? { servername: host.address } : {}),
  });
  const connected = new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    // Stays attached for good: a late reset would otherwise end the process.
    socket.on('error', (error) => reject(refusal(host, socket, error)));
    socket.once('close', () => reject(noTls(host, undefined)));
  });
  clock.onFailure(() => socket.destroy());
  await clock.until(connected);
  const certificate = socket.getPeerX509Certificate()?.raw ?? Buffer.alloc(0);
  const shown = fingerprintOf(certificate);
  if (pinned && !host.pins.includes(shown)) {
    socket.destroy();
    throw otherThanPinned(shown);
  }
  return { socket, certificate, fingerprint: shown };
}

export function fingerprintOf(certificate: Buffer): string {
  return `SHA256:${createHash('sha256').update(certificate).digest('base64').replace(/=+$/, '')}`;
}

function otherThanPinned(shown: string): Problem {
  return new Problem('host-key-changed', `the certificate ${shown} is none of the pinned ones`, {
    wayOut: 'compare it with what the host itself says, then correct pins in the inventory',
  });
}

/** By the code of the error, as OpenSSL and Node name it. */
function refusal(host: Host, socket: TLSSocket, error: Error): Problem {
  const code = 'code' in error ? String(error.code) : '';
  const found = certificateFindings[code];
  if (found === undefined) return noTls(host, error);
  const certificate = socket.getPeerX509Certificate();
  const shown = certificate === undefined ? '' : ` ${fingerprintOf(certificate.raw)}`;
  const names = certificate?.subjectAltName ?? certificate?.subject ?? 'nobody';
  return new Problem('certificate-refused', `the certificate${shown} ${found.finding}`, {
    wayOut: found.wayOut.replace('{address}', host.address).replace('{names}', names.replaceAll('\n', ', ')),
    cause: error,
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
