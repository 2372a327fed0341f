import type { ChangeOrder } from '../core/change-order.ts';
import type { Step } from '../core/step.ts';
import type { ReadyHost } from './survey-hosts.ts';

/** A change in hand: what the parts of it are told. */
export interface Change {
  readonly ready: ReadyHost;
  readonly steps: readonly Step[];
  readonly order: ChangeOrder;
  /** When the host undoes it by itself; undefined without a dead-man. */
  readonly until: number | undefined;
}
