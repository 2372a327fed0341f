import { once } from 'node:events';
import { createServer } from 'node:https';
import type { TestCertificate } from '../double/certificate.ts';
import { actionOf, type Exchange } from './recording.ts';

/** A server that says what Windows said: each recorded answer once, to the next request of the same kind. */
export interface ReplayServer extends AsyncDisposable {
  readonly port: number;
  /** What was asked, in order. */
  readonly asked: readonly Asked[];
}

export interface Asked {
  readonly action: string;
  readonly envelope: string;
}

export async function startReplay(
  exchanges: readonly Exchange[],
  certificate: TestCertificate,
): Promise<ReplayServer> {
  const left = [...exchanges];
  const asked: Asked[] = [];

  function answerTo(envelope: string): Pick<Exchange, 'response' | 'status'> {
    const action = actionOf(envelope);
    asked.push({ action, envelope });
    const index = left.findIndex((exchange) => exchange.action === action);
    const [exchange] = index === -1 ? [] : left.splice(index, 1);
    // The clients of most recordings sent no input; ours does.
    if (exchange === undefined && action === 'Send') return { response: sent, status: 200 };
    return exchange ?? { response: '', status: 400 };
  }

  const server = createServer({ key: certificate.key, cert: certificate.pem }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const envelope = Buffer.concat(chunks).toString('utf8');
      const messageId = /<a:MessageID>([^<]*)</.exec(envelope)?.[1] ?? '';
      const answer = answerTo(envelope);
      const body = answer.response.replace(/(<a:RelatesTo>)[^<]*/, `$1${messageId}`);
      response.writeHead(answer.status, {
        'Content-Type': 'application/soap+xml;charset=UTF-8',
        Server: 'Microsoft-HTTPAPI/2.0',
      });
      response.end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** As in the one recording that has input. */
const sent = `<s:Envelope xml:lang="en-US" xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell"><s:Header><a:Action>http://schemas.microsoft.com/wbem/wsman/1/windows/shell/SendResponse</a:Action><a:RelatesTo></a:RelatesTo></s:Header><s:Body><rsp:SendResponse/></s:Body></s:Envelope>`;
