/** The limits of `winrm get winrm/config` that the double keeps. */
export interface Quotas {
  /** Of a request, and of an answer. */
  readonly maxEnvelopeSizekb: number;
  /** The longest that an operation may take, whatever its OperationTimeout. */
  readonly maxTimeoutms: number;
  /** Commands of one user. One that has ended counts until its shell is deleted, as on Windows. */
  readonly maxConcurrentOperationsPerUser: number;
  readonly maxShellsPerUser: number;
}

/** As Windows Server 2016 and later are set up. */
export const defaultQuotas: Quotas = {
  maxEnvelopeSizekb: 500,
  maxTimeoutms: 60_000,
  maxConcurrentOperationsPerUser: 1500,
  maxShellsPerUser: 30,
};
