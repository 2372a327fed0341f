import { Problem } from '../../core/problem.ts';
import { readFrame, sealedContentType, writeFrame } from './http/framing.ts';
import type { HttpAnswer, HttpRequest } from './http/http-line.ts';
import { lineLost } from './http/http-line.ts';
import type { Seal } from './seal.ts';
import { unreadable } from './wsman/reply.ts';

/** How messages travel once the login is through. */
export interface Protection {
  /** @param message may be overwritten */
  wrap(message: Buffer): HttpRequest;
  /** The message in an answer, a fault among them. @throws Problem when there is none, by the status of the answer */
  unwrap(answer: HttpAnswer): Buffer;
}

/** Inside of TLS. @param headers sent with each message */
export function plainly(headers: Readonly<Record<string, string>> = {}): Protection {
  return {
    wrap: (message) => ({
      headers: { ...headers, 'Content-Type': 'application/soap+xml;charset=UTF-8' },
      body: [message],
    }),
    unwrap: (answer) => {
      if (!carriesMessage(answer, 'application/soap+xml')) throw refusedBy(answer);
      return answer.body;
    },
  };
}

/** Each message sealed for itself; an answer in the clear is not believed, whatever it says. */
export function sealedBy(seal: Seal): Protection {
  return {
    wrap: (message) => {
      const { signature, data } = seal.seal(message);
      return {
        headers: { 'Content-Type': sealedContentType(seal.protocol) },
        body: writeFrame({ protocol: seal.protocol, length: data.length, signature, data }),
      };
    },
    unwrap: (answer) => {
      if (!carriesMessage(answer, 'multipart/encrypted')) throw refusedBy(answer);
      const frame = readFrame(answer.body);
      if (frame.protocol.toLowerCase() !== seal.protocol.toLowerCase()) throw unreadable(undefined);
      return seal.open(frame);
    },
  };
}

function carriesMessage({ status, headers }: HttpAnswer, contentType: string): boolean {
  if (status !== 200 && status !== 500) return false;
  return headers['content-type']?.toLowerCase().startsWith(contentType) ?? false;
}

/** What an answer means that carries no message, by its status alone. */
export function refusedBy({ status, server }: HttpAnswer): Problem {
  switch (status) {
    case 200:
    case 500:
      return unreadable(undefined);
    case 401:
      // The login was through before: the host has forgotten the connection.
      return lineLost(undefined);
    case 404:
      return new Problem('handshake-failed', 'there is a web server at this port, but no WinRM', {
        wayOut:
          'is this the port of the WinRM listener? winrm enumerate winrm/config/listener, on the host, says it',
      });
    case 413:
      return new Problem('channel-refused', 'the request is larger than the host allows', {
        wayOut: 'raise MaxEnvelopeSizekb on the host: winrm set winrm/config @{MaxEnvelopeSizekb="500"}',
      });
    case 503:
      return new Problem(
        'channel-refused',
        'the WinRM service of the host is stopped, starting or overloaded',
        {
          wayOut:
            'try again; on the host: Get-Service WinRM, and winrm get winrm/config/service (MaxConnections)',
          retryable: true,
        },
      );
    default:
      return new Problem(
        'handshake-failed',
        `something that is not WinRM answered with HTTP status ${status}`,
        {
          wayOut: `it calls itself ${server ?? 'nothing'}; is this the port of the WinRM listener, and is there a proxy in between?`,
        },
      );
  }
}
