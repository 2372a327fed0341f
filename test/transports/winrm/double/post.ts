import { request as startHttp } from 'node:http';
import { request as startHttps } from 'node:https';
import type { WinrmDouble } from './winrm-double.ts';

export interface Posted {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

export const soap = 'application/soap+xml;charset=UTF-8';

/** One request with these headers, on a connection of its own unless an agent is given. */
export function post(
  { url, certificate }: Pick<WinrmDouble, 'url' | 'certificate'>,
  body: string | Uint8Array,
  options: Parameters<typeof startHttps>[1] = {},
): Promise<Posted> {
  const start = certificate === undefined ? startHttp : startHttps;
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(body);
    const request = start(
      url,
      {
        method: 'POST',
        agent: false,
        ...(certificate === undefined ? {} : { ca: certificate.pem }),
        ...options,
        headers: { 'Content-Type': soap, 'Content-Length': bytes.length, ...options.headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(bytes);
  });
}

export function basic(user: string, password: string): { readonly Authorization: string } {
  return { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}
