/** True for what may name a host: a DNS name or an IP address. What no resolver could take is refused early. */
export function isHostName(text: string): boolean {
  return hostName.test(text);
}

const hostName = /^[\p{L}\p{N}_:][\p{L}\p{N}_.:%-]*$/u;
