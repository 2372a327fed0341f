import { describeProblem, Problem } from '../core/problem.ts';
import { openPast, type Past } from '../store/look-back.ts';
import { openStore } from '../store/open-store.ts';
import { runsRoot } from '../store/runs-root.ts';
import type { Store } from '../store/store.ts';
import { textOf } from './arguments.ts';
import type { Arguments, Surroundings } from './command.ts';

/** What a command about earlier runs works with. */
export interface Retrospect extends AsyncDisposable {
  readonly past: Past;
  readonly root: string;
  /** Undefined when the usual file cannot be opened: then the folders are all there is. */
  readonly store: Store | undefined;
}

/** Opens the store that the command line or the environment names. @throws Problem usage, store-unusable */
export function storeFor(args: Arguments, { environment }: Surroundings): Promise<Store> {
  return openStore({ environment, database: textOf(args, 'database'), root: runsRoot(environment) });
}

/**
 * Opens what is known of earlier runs. A full disk must not hide them: where the store was not named and cannot be
 * opened, that is said, and the folders are looked at.
 */
export async function lookBackFrom(args: Arguments, surroundings: Surroundings): Promise<Retrospect> {
  const { environment, stderr } = surroundings;
  const root = runsRoot(environment);
  const isNamed = (textOf(args, 'database') ?? environment['VIPFARM_DATABASE'] ?? '') !== '';
  const store = await storeFor(args, surroundings).catch((thrown: unknown) => {
    if (isNamed || !(thrown instanceof Problem) || thrown.code !== 'store-unusable') throw thrown;
    stderr.write(`vipfarm: ${describeProblem(thrown)}\nvipfarm: only what lies in ${root} is shown\n`);
    return undefined;
  });
  return {
    past: openPast(root, store),
    root,
    store,
    async [Symbol.asyncDispose]() {
      await store?.[Symbol.asyncDispose]();
    },
  };
}
