import { exitCodes } from '../core/outcome.ts';
import { Problem } from '../core/problem.ts';
import type { Fleet } from '../inventory/fleet.ts';
import { inventorySchemaJson } from '../inventory/json-schema.ts';
import { listPools } from '../inventory/list-pools.ts';
import { loadFleet } from '../inventory/load-fleet.ts';
import { type Selection, selectHosts } from '../inventory/select-hosts.ts';
import { inventoryGraph, inventoryList } from '../reporting/inventory-text.ts';
import { textOf, wantsJson, wordsOf } from './arguments.ts';
import type { CommandBody } from './command.ts';
import { inventoryFile } from './inventory-file.ts';
import { showJson, showText } from './show.ts';

/** `vipfarm inventory list|graph|schema`: what the inventory says, with ranges expanded and settings inherited. */
export const run: CommandBody = async (args, surroundings) => {
  const action = textOf(args, 'action');
  if (action === 'schema') {
    showJson(inventorySchemaJson(), surroundings);
    return exitCodes.ok;
  }
  if (action !== 'list' && action !== 'graph') {
    throw new Problem('usage', `inventory cannot ${action}`, { wayOut: 'it can list, graph, schema' });
  }
  const fleet = await loadFleet(inventoryFile(args, surroundings));
  const selection = selectHosts(fleet, wordsOf(args, 'pools'), textOf(args, 'limit'));
  const render = action === 'list' ? inventoryList : inventoryGraph;
  if (wantsJson(args)) showJson(plainFleet(fleet, selection), surroundings);
  else showText(render(listPools(selection)), surroundings);
  return exitCodes.ok;
};

/** Secrets appear as the references that they are in the file. */
function plainFleet({ file, digest, directors, groups }: Fleet, { pools, hosts }: Selection): object {
  return {
    file,
    digest,
    directors: [...directors.values()],
    groups: Object.fromEntries(groups),
    pools: pools.map(({ pool, members }) => ({
      ...pool,
      director: pool.director?.name ?? null,
      members: members.map((host) => host.name),
    })),
    hosts,
  };
}
