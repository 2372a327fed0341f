/** The scripts of the transport contract, in one language. */
export interface ContractScripts {
  /** `out` and a newline to standard output, `err` and a newline to standard error, exit code 3. */
  readonly outErrThree: string;
  /** Prints this and a newline. */
  say(word: string): string;
  /** Prints a text that may hold any character. */
  carry(text: string): string;
  /** 3,000,000 times `o` to standard output, 2,500,000 times `e` to standard error. */
  readonly flood: string;
  /** Says nothing, for longer than anybody waits. */
  readonly silence: string;
}

export const shellScripts: ContractScripts = {
  outErrThree: 'echo out; echo err >&2; exit 3',
  say: (word) => `echo ${word}`,
  carry: (text) => `cat <<'END-OF-TEXT' | head -c ${Buffer.byteLength(text)}\n${text}\nEND-OF-TEXT\n`,
  flood: 'head -c 3000000 /dev/zero | tr "\\0" o; head -c 2500000 /dev/zero | tr "\\0" e >&2',
  silence: 'exec sleep 60 >/dev/null 2>&1',
};

export const powershellScripts: ContractScripts = {
  outErrThree: '[Console]::Out.Write("out`n"); [Console]::Error.Write("err`n"); exit 3',
  say: (word) => `[Console]::Out.Write("${word}\`n"); exit 0`,
  carry: (text) => `[Console]::Out.Write(@'\n${text}\n'@); exit 0`,
  flood: "[Console]::Out.Write('o' * 3000000); [Console]::Error.Write('e' * 2500000); exit 0",
  // Sleeping takes no time on the fake Windows that it runs on.
  silence: 'while ($true) { $null = 1 }',
};
