import { parseAddress } from '../../core/address.ts';
import type { Listener, ProbeOutput } from '../platform.ts';
import { sectionLines } from '../probe-output.ts';
import type { FirewallRule, WindowsMoment } from './observed.ts';
import { numberIn, type Row, readRows, textIn } from './read-rows.ts';

/** The ports of WinRM, over HTTP and HTTPS. */
const remotePorts = [5985, 5986];

export function readMoment(output: ProbeOutput, rules: readonly FirewallRule[]): WindowsMoment {
  const connected = readRows(output, 'connections') ?? [];
  const [changeMark] = sectionLines(output, 'change-mark');
  return {
    session: readSession(output, connected),
    connections: connected
      .filter((row) => !remotePorts.includes(numberIn(row, 'port')))
      .map(describeConnection),
    listeners: (readRows(output, 'listeners') ?? []).flatMap(readListener),
    routes: (readRows(output, 'routes') ?? []).map(
      (row) => `${textIn(row, 'to')} via ${textIn(row, 'via')} on ${numberIn(row, 'index')}`,
    ),
    rules,
    ...(changeMark === undefined ? {} : { changeMark: changeMark.trim() }),
  };
}

/**
 * sshd says it. WinRM does not; where all that are connected to its port came in by one address, this session did too.
 */
function readSession(output: ProbeOutput, connected: readonly Row[]): string | undefined {
  const [row] = readRows(output, 'session') ?? [];
  const bySsh = row === undefined ? undefined : textIn(row, 'ssh').split(' ')[2];
  if (bySsh !== undefined && parseAddress(bySsh) !== undefined) return bySsh;
  const remote = connected.filter((one) => remotePorts.includes(numberIn(one, 'port')));
  const [only, ...more] = new Set(remote.map((one) => parseAddress(textIn(one, 'local'))?.address));
  return more.length === 0 ? only : undefined;
}

function describeConnection(row: Row): string {
  const [local, from] = [textIn(row, 'local'), textIn(row, 'from')];
  return `${endOf(local, numberIn(row, 'port'))} ${endOf(from, numberIn(row, 'remote'))}`;
}

function endOf(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** A listener on `::` serves IPv4 as well: http.sys and most services are shown so. */
function readListener(row: Row): readonly Listener[] {
  const text = textIn(row, 'address').replace(/%.*$/, '');
  const protocol = textIn(row, 'protocol') === 'udp' ? 'udp' : 'tcp';
  const port = numberIn(row, 'port');
  const address = text === '::' ? '*' : parseAddress(text)?.address;
  return address === undefined || port < 0 ? [] : [{ protocol, address, port }];
}
