import type { ProbeOutput } from '../platform.ts';
import { isComplete, sectionLines } from '../probe-output.ts';
import { readNetsh } from './netsh.ts';
import type { WindowsObserved, WindowsSystem } from './observed.ts';
import { identityParts, networkParts, protectionParts, trafficParts } from './probe-parts.ts';
import { readFirewall, readRules } from './read-firewall.ts';
import { readAdapters, readAddressPlaces, readIpInterfaces, runningAddresses } from './read-network.ts';
import { numberIn, type Row, readRows, textIn, truthIn } from './read-rows.ts';
import { readMoment } from './read-traffic.ts';
import { parseRecord } from './record.ts';

/** Reads a probe's answer. Whatever is cut off, missing or strange is absent; nothing here throws. */
export function observeWindows(output: ProbeOutput): WindowsObserved {
  const [row] = readRows(output, 'system') ?? [];
  const system = row === undefined ? undefined : readSystem(row, output);
  const adapters = readAdapters(output);
  const interfaces = readIpInterfaces(output);
  const places = readAddressPlaces(output);
  const lastingRecord = parseRecord(output.get('record') ?? '');
  const trialRecord = parseRecord(output.get('trial-record') ?? '');
  const rules = readRules(output);
  return {
    platform: 'windows',
    title: titleOf(system),
    complete: isComplete(output),
    hostname: row === undefined ? '' : textIn(row, 'name'),
    system,
    nics: adapters
      .filter((one) => one.hardware !== loopbackHardware)
      .map((one) => ({ name: one.name, mac: one.mac, up: one.status === 'Up' })),
    adapters,
    interfaces,
    places,
    addresses: runningAddresses(places, interfaces),
    registering: readRegistering(output),
    bindings: (readRows(output, 'bindings') ?? []).map((one) => ({
      adapter: textIn(one, 'adapter'),
      component: textIn(one, 'component'),
      enabled: truthIn(one, 'enabled'),
    })),
    firewall: readFirewall(output, rules),
    record: trialRecord ?? lastingRecord,
    lastingRecord,
    trialRecord,
    ownDevice: output.get('own-adapter')?.trim() || undefined,
    carriers: ['teams', 'switches'].flatMap((name) => (readRows(output, name) ?? []).map(readCarrier)),
    netsh: readNetsh(
      (readRows(output, 'netsh') ?? []).map((one) => ({
        command: textIn(one, 'command'),
        text: textIn(one, 'text'),
      })),
    ),
    missingCmdlets: sectionLines(output, 'missing-cmdlets'),
    unread: [
      ...(readRows(output, 'unread') ?? []).map((one) => ({
        part: textIn(one, 'part'),
        id: textIn(one, 'id'),
      })),
      ...rowParts
        .filter((name) => isDamaged(output, name))
        .map((part) => ({ part, id: 'damaged on the way' })),
    ],
    moment: readMoment(output, rules),
  };
}

/** The sections that are rows. */
const rowParts = [...identityParts, ...networkParts, ...trafficParts, ...protectionParts].map(
  ({ name }) => name,
);

function isDamaged(output: ProbeOutput, name: string): boolean {
  return output.has(name) && readRows(output, name) === undefined;
}

/** The hardware id of the KM-TEST loopback adapter, whatever the language calls it. */
export const loopbackHardware = '*msloop';

function readSystem(row: Row, output: ProbeOutput): WindowsSystem {
  const [computer] = readRows(output, 'domain') ?? [];
  return {
    caption: textIn(row, 'caption'),
    build: textIn(row, 'build'),
    core: textIn(row, 'installation') === 'Server Core',
    powershell: textIn(row, 'powershell'),
    domainRole: computer === undefined ? -1 : numberIn(computer, 'role'),
    elevated: truthIn(row, 'elevated'),
    wide: truthIn(row, 'wide'),
    netsh: output.has('netsh'),
    bootPending: truthIn(row, 'boot'),
  };
}

/** `Windows Server 2019, Core`: by the build, because the caption is translated in some languages. */
function titleOf(system: WindowsSystem | undefined): string {
  if (system === undefined) return 'Windows';
  const isWorkstation = [0, 1].includes(system.domainRole);
  const year = isWorkstation ? undefined : releases.find(([build]) => Number(system.build) >= build)?.[1];
  const name = year === undefined ? `Windows build ${system.build || 'unknown'}` : `Windows Server ${year}`;
  return system.core ? `${name}, Core` : name;
}

/** First build of each release of Windows Server, newest first. */
const releases: readonly (readonly [build: number, year: string])[] = [
  [26_100, '2025'],
  [20_348, '2022'],
  [17_763, '2019'],
  [14_393, '2016'],
  [9600, '2012 R2'],
  [9200, '2012'],
];

function readRegistering(output: ProbeOutput): ReadonlySet<number> {
  const rows = readRows(output, 'dns') ?? [];
  return new Set(rows.filter((row) => truthIn(row, 'registers')).map((row) => numberIn(row, 'index')));
}

function readCarrier(row: Row): WindowsObserved['carriers'][number] {
  return { adapter: textIn(row, 'adapter'), part: textIn(row, 'part'), of: textIn(row, 'of') };
}
