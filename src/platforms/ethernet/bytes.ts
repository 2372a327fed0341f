import ipaddr from 'ipaddr.js';

/** The bytes of a MAC address written with colons. */
export function macBytes(mac: string): readonly number[] {
  return mac.split(':').map((octet) => Number.parseInt(octet, 16));
}

/** The 4 or 16 bytes of a canonical address, in network order. */
export function addressBytes(address: string): readonly number[] {
  return ipaddr.parse(address).toByteArray();
}

/** Two bytes in network order. */
export function word(value: number): readonly number[] {
  return [(value >> 8) & 0xff, value & 0xff];
}

/** Four bytes in network order. */
export function doubleWord(value: number): readonly number[] {
  return [...word(value >>> 16), ...word(value & 0xffff)];
}

export function hex(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The bytes of hexadecimal text; an odd last digit is left out. */
export function fromHex(text: string): readonly number[] {
  return (text.match(/[0-9a-f]{2}/gi) ?? []).map((octet) => Number.parseInt(octet, 16));
}

/** The Internet checksum (RFC 1071) of these bytes, as two bytes. */
export function checksum(bytes: readonly number[]): readonly number[] {
  let sum = 0;
  for (let index = 0; index < bytes.length; index += 2) {
    sum += ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0);
    sum = (sum & 0xffff) + (sum >>> 16);
  }
  return word(~sum & 0xffff);
}
