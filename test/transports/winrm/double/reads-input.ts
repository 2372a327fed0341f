/** Whether a command line of PowerShell waits for standard input: its encoded script names it. */
export function readsInput(line: string): boolean {
  const encoded = /-EncodedCommand\s+(\S+)/i.exec(line)?.[1] ?? '';
  const script = Buffer.from(encoded, 'base64').toString('utf16le');
  return /\$input|\[Console\]::In\b|OpenStandardInput/i.test(script);
}
