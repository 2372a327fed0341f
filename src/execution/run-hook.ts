import type { Vip } from '../core/address.ts';
import { asProblem, describeProblem, Problem } from '../core/problem.ts';
import { type Command, quoteCommand } from '../core/quoting.ts';
import type { Hook } from '../core/rollout.ts';
import type { Service } from '../core/service.ts';
import type { Director, Host, Pool } from '../inventory/fleet.ts';
import type { Session } from '../transports/transport.ts';
import { hookScript } from './hook-script.ts';
import { type Ended, runOnController } from './run-on-controller.ts';

/** What a hook is about, and what is filled into its arguments. */
export interface HookPlace {
  readonly pool: Pick<Pool, 'name' | 'vips' | 'services' | 'director'>;
  readonly run: string;
  readonly batch: number;
  /** Absent for a hook around a batch. */
  readonly host?: Host;
  /** The host's session in hand: a hook on the host runs there. */
  readonly session?: Session;
}

export interface HookAnswer {
  readonly ok: boolean;
  /** Everything that was printed, with the commands: evidence. */
  readonly output: string;
  /** One line for a person. */
  readonly detail: string;
}

/** Where hooks are run. */
export interface HookMeans {
  /** A session on the director's own host. */
  connectDirector(director: Director, signal: AbortSignal): Promise<Session>;
}

/** Runs a hook, once for each VIP and port that its arguments name; the first that fails ends it. Never throws. */
export async function runHook(hook: Hook, place: HookPlace, means: HookMeans): Promise<HookAnswer> {
  let output = '';
  for (const command of fillIn(hook.run, place)) {
    const answer = await runOnce(command, hook, place, means).catch((thrown: unknown) => ({
      exitCode: undefined,
      text: describeProblem(asProblem(thrown)),
    }));
    output += `$ ${quoteCommand(command)}   (${hook.on})\n${answer.text.trimEnd()}\n`;
    if (answer.exitCode !== 0) {
      const end = answer.exitCode === undefined ? 'did not end well' : `ended with ${answer.exitCode}`;
      const last = answer.text.trimEnd().split('\n').at(-1) ?? '';
      return {
        ok: false,
        output,
        detail: `${quoteCommand(command)} ${end}${last === '' ? '' : `: ${last}`}`,
      };
    }
  }
  return { ok: true, output, detail: '' };
}

/** The commands that a hook stands for: one for each VIP and port where it names them. */
export function fillIn(command: Command, place: HookPlace): readonly Command[] {
  const { pool, run, batch, host } = place;
  const names = (key: string): boolean => command.some((word) => word.includes(`{${key}}`));
  const vips: readonly (Vip | undefined)[] = names('vip') ? pool.vips : [undefined];
  const services: readonly (Service | undefined)[] = names('port') ? pool.services : [undefined];
  return vips.flatMap((vip) =>
    services.map((service) => {
      const values: Readonly<Record<string, string | undefined>> = {
        host: host?.name,
        address: host?.address,
        vip: vip?.address,
        port: service?.port.toString(),
        pool: pool.name,
        run,
        batch: String(batch),
      };
      return command.map((word) => word.replaceAll(/\{([a-z]+)\}/g, (all, key) => values[key] ?? all));
    }),
  );
}

async function runOnce(command: Command, hook: Hook, place: HookPlace, means: HookMeans): Promise<Ended> {
  switch (hook.on) {
    case 'controller':
      return await runOnController(command, hook.timeout);
    case 'host': {
      const { session } = place;
      if (session === undefined) throw new Problem('hook-failed', 'there is no session with the host');
      return await inTime(hook.timeout, (signal) => runThere(command, hook.timeout, session, signal));
    }
    case 'director': {
      const { director } = place.pool;
      if (director === undefined) throw new Problem('hook-failed', 'the pool names no director');
      return await inTime(hook.timeout, async (signal) => {
        await using session = await means.connectDirector(director, signal);
        return await runThere(command, hook.timeout, session, signal);
      });
    }
  }
}

/** Interrupts the work when its time is up, and says so. */
async function inTime(timeout: number, work: (signal: AbortSignal) => Promise<Ended>): Promise<Ended> {
  const over = new AbortController();
  const timer = setTimeout(() => {
    over.abort(new Problem('deadline-passed', `not ended within ${timeout / 1000} s`));
  }, timeout);
  try {
    return await work(over.signal);
  } finally {
    clearTimeout(timer);
  }
}

async function runThere(
  command: Command,
  limit: number,
  session: Session,
  signal: AbortSignal,
): Promise<Ended> {
  const script = hookScript(command, session.language, limit);
  const answer = await session.run({ script, asRoot: true, limit, signal });
  return { exitCode: answer.exitCode, text: answer.stdout + answer.stderr };
}
