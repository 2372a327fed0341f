import type { Command } from '../core/quoting.ts';
import type { Runner } from './run-command.ts';
import type { ArpSurvey } from './survey.ts';

/** The machines of the farm, whatever they are made of. They are reached by name, as in layout.ts. */
export interface Machines extends AsyncDisposable {
  readonly kind: 'kernels' | 'simulated';
  /** Who has to run the commands, where it must not be the user who runs the demo. */
  readonly runner?: Runner | undefined;
  /** What has to be started on this machine so that the host's shell runs `line`, as its root. */
  shellCommand(host: string, line: string): Command;
  /** Watches who answers ARP for these VIPs. */
  survey(vips: readonly string[]): Promise<ArpSurvey>;
  /** How many of `count` connections from the client to the VIP each server answered; `nobody` counts the rest. */
  visit(vip: string, count: number): Promise<ReadonlyMap<string, number>>;
}
