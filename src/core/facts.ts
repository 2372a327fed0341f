/** What every system can say of a host, as plain data. */
export interface HostFacts {
  readonly platform: string;
  readonly title: string;
  readonly hostname: string;
  readonly nics: readonly { readonly name: string; readonly mac: string | undefined; readonly up: boolean }[];
  readonly addresses: readonly {
    readonly interface: string;
    readonly address: string;
    readonly prefix: number;
  }[];
  readonly moment: { readonly session: string | undefined };
}

/** The facts of one host, or why there are none. */
export type FoundFacts =
  | { readonly host: string; readonly facts: HostFacts }
  | { readonly host: string; readonly reason: string };
