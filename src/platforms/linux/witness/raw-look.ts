import { type Command, quoteCommand } from '../../../core/quoting.ts';
import { addressBytes, hex } from '../../ethernet/bytes.ts';
import { whoHas } from '../../ethernet/who-has.ts';
import type { LookQuestion, WitnessMeans, WitnessNic } from '../../witness.ts';
import { neighbourDiscovery } from './bpf.ts';
import { lookPerl } from './look-perl.ts';
import { lookPython } from './look-python.ts';
import { readSight } from './sight.ts';

/** Seconds between two requests for one VIP, and between any two requests of a witness. */
const betweenSame = 0.02;
const betweenAny = 0.01;

/** A raw socket in Python or Perl: asks fifty times a second and more, and sees every claim that reaches the NIC. */
export function rawLook(interpreter: string): WitnessMeans {
  return {
    title: `${interpreterTitle(interpreter)} raw socket`,
    proves: 'replies',
    families: [4, 6],
    look: (question) => `exec ${quoteCommand(command(interpreter, question))} </dev/null\n`,
    read: readSight,
  };
}

export function interpreterTitle(interpreter: string): string {
  return interpreter === 'perl' ? 'perl' : 'python3';
}

/** How the interpreter is given a program: in its arguments, because a file or a here-document would be one on disk. */
export function interpreted(interpreter: string, python: string, perl: string): Command {
  return interpreter === 'perl' ? ['perl', '-e', perl] : [interpreter, '-IS', '-c', python];
}

function command(interpreter: string, { vips, nic, milliseconds }: LookQuestion): Command {
  const rows = vips.flatMap((vip) => [
    vip.address,
    hex(addressBytes(vip.address)),
    whoHas(vip, { mac: nic.mac, address: ownAddress(nic, vip.family) }),
  ]);
  const interval = Math.max(betweenAny, betweenSame / Math.max(1, vips.length));
  return [
    ...interpreted(interpreter, lookPython, lookPerl),
    nic.name,
    String(interval),
    String(milliseconds / 1000),
    neighbourDiscovery,
    ...rows,
  ];
}

/** The address that the NIC asks from: an IPv6 link-local one is enough, and is preferred. */
export function ownAddress(nic: WitnessNic, family: 4 | 6): string | undefined {
  const own = nic.addresses.filter((one) => one.family === family);
  const linkLocal = own.find(({ address }) => address.startsWith('fe80:'));
  return (linkLocal ?? own[0])?.address;
}
