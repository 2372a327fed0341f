/** Bytes that come in pieces. Each is copied a few times at most, however small the pieces are. */
export interface GatheredBytes {
  /** All that has come; valid until more comes. */
  readonly all: Buffer;
  add(piece: Buffer): void;
}

const nothing: Buffer = Buffer.alloc(0);

export function gatherBytes(): GatheredBytes {
  let room = nothing;
  let length = 0;
  return {
    get all() {
      return room.subarray(0, length);
    },
    add: (piece) => {
      // Most often the first piece is everything.
      if (length === 0) room = piece;
      else room = withRoom(room, length, piece);
      length += piece.length;
    },
  };
}

/** The piece behind the bytes that are there, in the same room if it is large enough. */
function withRoom(room: Buffer, length: number, piece: Buffer): Buffer {
  const needed = length + piece.length;
  const larger = needed <= room.length ? room : Buffer.allocUnsafe(2 * needed);
  if (larger !== room) room.copy(larger, 0, 0, length);
  piece.copy(larger, length);
  return larger;
}
