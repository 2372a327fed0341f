/** What was asked of the double, in order. */
export type DoubleEvent =
  | { readonly kind: 'connected'; readonly connection: number; readonly secure: boolean }
  | { readonly kind: 'disconnected'; readonly connection: number }
  | ({ readonly kind: 'login'; readonly connection: number } & Login)
  | { readonly kind: 'refused'; readonly connection: number; readonly why: Refusal }
  | {
      readonly kind: 'request';
      readonly connection: number;
      /** The last word of the action: `Create`, `Receive`. */
      readonly action: string;
      readonly sealed: boolean;
      readonly bytes: number;
    }
  | {
      readonly kind: 'answered';
      readonly connection: number;
      readonly action: string;
      readonly fault: number | undefined;
    }
  | { readonly kind: 'shell-opened'; readonly shell: string; readonly codePage: number }
  | { readonly kind: 'shell-deleted'; readonly shell: string }
  | { readonly kind: 'command'; readonly shell: string; readonly command: string; readonly line: string }
  | { readonly kind: 'receive'; readonly command: string }
  | { readonly kind: 'signal'; readonly command: string; readonly signal: string };

export interface Login {
  readonly user: string;
  readonly scheme: 'Basic' | 'NTLM' | 'SPNEGO';
  /** NTLM: the messages of the handshake were signed. */
  readonly mic: boolean;
  /** NTLM: what the client said of the TLS channel. */
  readonly channelBinding: 'absent' | 'matching' | 'other';
}

export type Refusal =
  | 'credentials'
  | 'scheme'
  | 'mic'
  | 'channel-binding'
  | 'unencrypted'
  | 'unreadable'
  | 'seal'
  | 'size'
  | 'unavailable'
  | 'path'
  | 'method'
  | 'length';

export type Listen = (event: DoubleEvent) => void;
