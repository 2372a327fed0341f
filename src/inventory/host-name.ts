import { parseAddress } from '../core/address.ts';

/** True for what may name a host: a DNS name or an IP address. What no resolver could take is refused early. */
export function isHostName(text: string): boolean {
  if (text.includes(':') || dottedNumbers.test(text)) return parseAddress(text) !== undefined;
  return dnsName.test(text);
}

/** What to do about a name or an address that has a port at its end. */
export function portHint(text: string): { readonly wayOut?: string } {
  const [, name, port] = /^([^:]+):(\d+)$/.exec(text) ?? [];
  return name === undefined
    ? {}
    : { wayOut: `write ${name}, and port: ${port} among the settings of the host` };
}

/** Labels with dots between them; a dot at the end is no empty label, but the root. */
const dnsName = /^[\p{L}\p{N}_][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+)*\.?$/u;

/** Whoever writes numbers only means an address, and resolvers take some of these for another one: 1.2.3 is 1.2.0.3. */
const dottedNumbers = /^\d+(?:\.\d+)+\.?$/;
