import type { ProbeOutput } from '../platform.ts';
import { onceForSameText, sectionLines } from '../probe-output.ts';
import type { Managers, UnitState } from './observed.ts';
import { readNetworkdFiles } from './read-networkd.ts';
import { readNetworkManager } from './read-networkmanager.ts';

/** The sections that tell what keeps lo on a host. */
export const managerSections = [
  ...['netplan', 'wicked', 'tools', 'units', 'boot-links', 'networkmanager', 'networkd', 'networkd-files'],
  ...['ifup', 'network-scripts'],
];

export const readManagers = onceForSameText(managerSections, findManagers);

function findManagers(output: ProbeOutput): Managers {
  const netplan = sectionLines(output, 'netplan');
  const wicked = output.get('wicked');
  return {
    tools: readTools(sectionLines(output, 'tools')),
    units: readUnits(output.get('units') ?? ''),
    bootLinks: sectionLines(output, 'boot-links'),
    networkManager: readNetworkManager(sectionLines(output, 'networkmanager')),
    networkdLo: sectionLines(output, 'networkd')[0]?.trim().split(/\s+/).at(-1),
    networkdFiles: readNetworkdFiles(sectionLines(output, 'networkd-files')),
    netplan: {
      files: netplan.filter((line) => line.startsWith('/')),
      renderers: netplan.flatMap((line) => /renderer:\s*["']?(\w+)/.exec(line)?.[1] ?? []),
    },
    ifup: readIfup(sectionLines(output, 'ifup')),
    sourcesInterfacesD: sectionLines(output, 'ifup').some((line) =>
      /^\s*(source|source-directory)\s+(\/etc\/network\/)?interfaces\.d(\/\*)?\s*$/.test(line),
    ),
    networkScripts: sectionLines(output, 'network-scripts').length > 0,
    wickedLo: wicked?.startsWith('found\n') === true ? wicked.slice('found\n'.length) : undefined,
  };
}

function readTools(lines: readonly string[]): ReadonlyMap<string, string> {
  const tools = new Map<string, string>();
  for (const line of lines) {
    if (line.startsWith('/')) tools.set(line.slice(line.lastIndexOf('/') + 1), line);
  }
  return tools;
}

/** Blocks of `systemctl show -p Id -p ActiveState -p UnitFileState`, in any order of lines. */
function readUnits(text: string): ReadonlyMap<string, UnitState> {
  const units = new Map<string, UnitState>();
  for (const block of text.split(/\n\s*\n/)) {
    const name = /^Id=(.+)\.service$/m.exec(block)?.[1];
    if (name === undefined) continue;
    units.set(name, {
      active: /^ActiveState=(.*)$/m.exec(block)?.[1] ?? '',
      enabled: /^UnitFileState=(.*)$/m.exec(block)?.[1] ?? '',
    });
  }
  return units;
}

/** The first line is the real path of ifup; /usr/share/ifupdown2 is there with ifupdown2 only. */
function readIfup(lines: readonly string[]): Managers['ifup'] {
  const [program = ''] = lines;
  if (!program.startsWith('/')) return undefined;
  if (program.includes('ifupdown2') || lines.includes('/usr/share/ifupdown2')) return 'ifupdown2';
  if (program.endsWith('/busybox')) return 'busybox';
  if (program.includes('ifupdown-ng') || program.endsWith('/ifupdown')) return 'ifupdown-ng';
  return 'ifupdown';
}
