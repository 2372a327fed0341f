/** What is heard before the shell that runs the script has proved itself by its mark. */
export interface Preamble {
  readonly reached: boolean;
  /** All that was heard before the mark: prompts, warnings, refusals. */
  readonly text: string;
  /** Takes a piece of output; returns the part of it that comes after the mark. */
  take(chunk: Buffer): Buffer;
}

const nothing = Buffer.alloc(0);
/** A host that talks without end before the mark is not listened to further. */
const longest = 64 * 1024;

export function listenFor(mark: string): Preamble {
  const line = `${mark}\n`;
  let heard = nothing;
  let reached = false;
  return {
    get reached() {
      return reached;
    },
    get text() {
      return heard.toString('utf8');
    },
    take: (chunk) => {
      if (reached) return chunk;
      const all = Buffer.concat([heard, chunk]);
      const start = all.indexOf(line);
      reached = start !== -1;
      heard = reached ? all.subarray(0, start) : all.subarray(-longest);
      return reached ? all.subarray(start + line.length) : nothing;
    },
  };
}
