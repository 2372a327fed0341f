import { isInSubnet, type Vip } from '../../../core/address.ts';
import { type Command, quoteCommand } from '../../../core/quoting.ts';
import { addressBytes } from '../../ethernet/bytes.ts';
import { echoRequest } from '../../ethernet/echo.ts';
import type { Way } from '../../ethernet/packets.ts';
import { readFrame } from '../../ethernet/read-frame.ts';
import { conversation } from '../../ethernet/tcp.ts';
import { type Carrier, type CarryQuestion, pingNumbers, type WitnessNic } from '../../witness.ts';
import { dropAll, fromAddress } from './bpf.ts';
import { carryPerl } from './carry-perl.ts';
import { carryPython } from './carry-python.ts';
import { interpreted, interpreterTitle } from './raw-look.ts';

/** Seconds for the handshake and the first answer. */
const patience = 4;

/** A TCP connection in raw frames, so that no route, neighbour entry or namespace of the host is touched. */
export function rawCarrier(interpreter: string): Carrier {
  return {
    title: `${interpreterTitle(interpreter)} raw socket`,
    script: (question) => {
      const own = sourceFor(question);
      return own === undefined
        ? undefined
        : `exec ${quoteCommand(command(interpreter, question, own))} </dev/null\n`;
    },
    read: (output) => {
      const lines = output.split('\n');
      const cannot = lines.find((line) => line.startsWith('cannot '));
      return {
        complete: lines.includes('end'),
        frames: lines.flatMap((line) => (line.startsWith('frame ') ? (readFrame(line.slice(6)) ?? []) : [])),
        ...(cannot === undefined ? {} : { reason: cannot.slice(7) }),
      };
    },
  };
}

function command(interpreter: string, question: CarryQuestion, own: string): Command {
  const { vip, port, nic, mac, payload, memberAddress } = question;
  const way: Way = { fromMac: nic.mac, toMac: mac, family: vip.family, from: own, to: vip.address };
  const { open, speak, resets } = conversation(way, port, payload);
  const pings = [
    echoRequest(way, pingNumbers.vip),
    ...(memberAddress?.family === vip.family
      ? [echoRequest({ ...way, to: memberAddress.address }, pingNumbers.member)]
      : []),
  ];
  return [
    ...interpreted(interpreter, carryPython, carryPerl),
    nic.name,
    own,
    String(port),
    String(patience),
    fromAddress(vip.family, lastFourBytes(vip)),
    dropAll,
    open,
    speak,
    resets.join(','),
    pings.join(','),
  ];
}

/** An address that the member can answer: best one of a subnet that holds the member or the VIP; never link-local. */
function sourceFor({ vip, nic, memberAddress }: CarryQuestion): string | undefined {
  const own = nic.addresses.filter((one) => one.family === vip.family && !one.address.startsWith('fe80:'));
  const holds = (target: Vip | undefined) => (one: WitnessNic['addresses'][number]) =>
    target?.family === one.family && isInSubnet(target.address, one.address, one.prefix);
  const chosen = own.find(holds(memberAddress)) ?? own.find(holds(vip)) ?? own[0];
  return chosen?.address;
}

function lastFourBytes(vip: Vip): number {
  return addressBytes(vip.address)
    .slice(-4)
    .reduce((sum, byte) => sum * 256 + byte, 0);
}
