/** A port that clients reach through the VIP. L2 direct server return cannot translate it: servers listen on the same one. */
export interface Service {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
}
