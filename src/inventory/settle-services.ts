import type { Service, ServiceCheck } from '../core/service.ts';
import type { Service as WrittenService } from './services-schema.ts';

/** Services as the rest of the program takes them. */
export function settleServices(written: readonly WrittenService[] = []): readonly Service[] {
  return written.map(settleService);
}

function settleService(written: WrittenService): Service {
  const { port, protocol = 'tcp' } = written;
  const check = checkOf(written);
  return { port, protocol, ...(check && { check }) };
}

function checkOf({ check, path = '/', host, serverName }: WrittenService): ServiceCheck | undefined {
  switch (check) {
    case undefined:
      return undefined;
    case 'tcp':
      return { kind: 'tcp' };
    case 'http':
      return { kind: 'http', path, ...(host !== undefined && { host }) };
    case 'tls':
      return { kind: 'tls', ...(serverName !== undefined && { serverName }) };
  }
}
