interface ShownLink {
  readonly position: number;
  readonly link: string;
}

interface ShownChain {
  readonly database: string;
  readonly runs: number;
  readonly pruned: number;
  readonly newest: ShownLink | null;
  readonly faults: readonly {
    readonly position: number;
    readonly run?: string;
    readonly kind: string;
    readonly what: string;
  }[];
}

/** Whether the history is what was written, and the link by which that can be proven later. */
export function chainText({ database, runs, pruned, newest, faults }: ShownChain): string {
  if (newest === null && faults.length === 0) return `Nothing was recorded yet in ${database}.\n`;
  const faultLines = faults.map(({ position, run, kind, what }) => {
    const where = [run, position > 0 ? `link ${position}` : undefined].filter((word) => word !== undefined);
    return `  ${kind}  ${[...where, what].join(': ')}`;
  });
  const prunedWords = pruned === 0 ? '' : `, ${pruned} of them pruned`;
  const lines = [
    `${database}  ${runs} ${runs === 1 ? 'run' : 'runs'}${prunedWords}: ${faults.length === 0 ? 'as they were written' : `${faults.length} not as written`}`,
    ...faultLines,
    ...(newest === null
      ? []
      : [
          `Newest link: ${newest.link}`,
          'Keep it where nobody who can write to this database can: vipfarm runs verify --anchor LINK',
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** What was pruned, or would be. */
export function pruneText(
  runs: readonly { readonly name: string; readonly verb?: string; readonly startedAt?: string }[],
  link: ShownLink | undefined,
): string {
  if (runs.length === 0) return 'No run is that old.\n';
  const count = runs.length === 1 ? '1 run' : `${runs.length} runs`;
  const rows = runs.map(({ name, verb, startedAt }) => `  ${[name, verb, startedAt].join('  ').trimEnd()}`);
  const end =
    link === undefined
      ? [`${count} would be pruned. Do it: the same with --yes`]
      : [`${count} pruned. Newest link: ${link.link}`];
  return `${[...rows, ...end].join('\n')}\n`;
}
