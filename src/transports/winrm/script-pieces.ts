import { encodeScript } from '../powershell-bootstrap.ts';

/** Bytes of input in one request: with base64 around them below 150 kB, which every host takes. */
const pieceSize = 96 * 1024;

let latest: { readonly script: string; readonly pieces: readonly string[] } | undefined;

/**
 * What goes to the standard input of the bootstrap, in pieces, each in base64. Most hosts of a run are sent the same
 * script, so the pieces of the latest one are kept.
 */
export function scriptPieces(script: string): readonly string[] {
  if (latest?.script === script) return latest.pieces;
  const input = Buffer.from(encodeScript(script), 'latin1');
  const pieces: string[] = [];
  for (let offset = 0; offset < input.length; offset += pieceSize) {
    pieces.push(input.toString('base64', offset, Math.min(offset + pieceSize, input.length)));
  }
  latest = { script, pieces };
  return pieces;
}
