import type { Service } from '../../core/service.ts';

/** Whether a service's first answer, in hex, is one of a service that works, and what it was, for people. */
export function judgeGreeting(
  service: Service,
  response: string,
): { readonly works: boolean; readonly found: string } {
  const check = service.check ?? { kind: 'tcp' };
  if (check.kind === 'tcp') return { works: true, found: 'accepts connections' };
  if (response === '') return { works: false, found: 'accepts the connection, and says nothing to it' };
  return check.kind === 'http' ? judgeHttp(check.path, response) : judgeTls(response);
}

function judgeHttp(path: string, response: string) {
  const first = Buffer.from(response, 'hex').toString('latin1').split('\r\n')[0] ?? '';
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1];
  if (status === undefined) return { works: false, found: `GET ${path} was not answered in HTTP` };
  return { works: Number(status) < 500, found: `GET ${path}: ${first.trim()}` };
}

const handshakeRecord = 22;
const alertRecord = 21;
const serverHello = 2;

function judgeTls(response: string) {
  const bytes = Buffer.from(response, 'hex');
  if (bytes[0] === handshakeRecord && bytes[5] === serverHello) {
    return { works: true, found: 'answers the TLS handshake' };
  }
  if (bytes[0] === alertRecord)
    return { works: false, found: `refuses the TLS handshake (alert ${bytes[6] ?? 0})` };
  return { works: false, found: 'the TLS handshake was not answered in TLS' };
}
