/** A port that clients reach through the VIP. L2 direct server return cannot translate it: servers listen on the same one. */
export interface Service {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  /** How it is tried whether a member answers on it; a TCP connection unless said otherwise. */
  readonly check?: ServiceCheck;
}

export type ServiceCheck =
  | { readonly kind: 'tcp' }
  /** Any status below 500 to a GET of this path, with this Host header or else the VIP. */
  | { readonly kind: 'http'; readonly path: string; readonly host?: string }
  /** A handshake, with this name in it; nothing is said about the certificate. */
  | { readonly kind: 'tls'; readonly serverName?: string };
