/** What `vipfarm doctor` goes through, in order. */
export type DoctorStage = 'name' | 'jump' | 'tcp' | 'banner' | 'key' | 'login' | 'become' | 'shell';

/** What one stage of a host's examination gave. */
export interface DoctorFinding {
  readonly stage: DoctorStage;
  readonly ok: boolean;
  readonly text: string;
  /** Absent where it says nothing. */
  readonly milliseconds?: number;
  /** What to do, when the examination stops here. */
  readonly wayOut?: string;
}

/** A host key as a scan found it. */
export type ScannedKey =
  | { readonly host: string; readonly state: 'known' | 'new'; readonly key: string }
  /** `instead` is what known_hosts has, and where; or why the key must not be used. */
  | {
      readonly host: string;
      readonly state: 'changed' | 'revoked';
      readonly key: string;
      readonly instead: string;
    }
  /** Written down in this run. */
  | { readonly host: string; readonly state: 'recorded' | 'replaced'; readonly key: string }
  | { readonly host: string; readonly state: 'no answer'; readonly reason: string };
