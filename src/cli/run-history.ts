import { asProblem, type Problem } from '../core/problem.ts';
import type { RunSummary } from '../core/run-summary.ts';
import { type NamedHosts, readNamedHosts } from '../store/named-hosts.ts';
import { isShared, openStore, type StoreOptions } from '../store/open-store.ts';
import { recordRun } from '../store/record-run.ts';
import type { Store } from '../store/store.ts';

/** The store of a run, opened when it is first asked for: an audit needs it at its end only. */
export interface RunHistory extends AsyncDisposable {
  readonly isShared: boolean;
  /** @throws Problem store-unusable */
  open(): Promise<Store>;
  /**
   * Records the run that has ended in this folder, with the summary that was written there. What could not be done is a
   * value: the folder is complete without.
   */
  record(folder: string, summary: RunSummary): Promise<Problem | undefined>;
}

export function openHistoryLater(options: StoreOptions): RunHistory {
  let opened: Promise<Store> | undefined;
  function open(): Promise<Store> {
    opened ??= openStore(options);
    return opened;
  }
  return {
    isShared: isShared(options),
    open,
    async record(folder, summary) {
      try {
        return await recordRun(await open(), folder, summary);
      } catch (thrown) {
        return asProblem(thrown);
      }
    },
    async [Symbol.asyncDispose]() {
      const store = await opened?.catch(() => undefined);
      await store?.[Symbol.asyncDispose]();
    },
  };
}

/** The newest runs are those of this machine, or with a store that several share those of all. */
export async function namedHosts(history: RunHistory, root: string): Promise<NamedHosts> {
  return await readNamedHosts(root, history.isShared ? await history.open() : undefined);
}
