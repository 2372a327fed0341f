import { quotePowershell } from '../../../core/quoting.ts';

/**
 * Any text as an expression of PowerShell in ASCII: no code page on the way can change it, and no file needs a byte order
 * mark. What is not plain is carried as base64.
 */
export function literal(text: string): string {
  return /^[\n\x20-\x7e]*$/.test(text) ? quotePowershell(text) : `(ConvertFrom-VipText ${base64(text)})`;
}

/** The text's UTF-8 as a quoted word. */
export function base64(text: string): string {
  return `'${Buffer.from(text, 'utf8').toString('base64')}'`;
}
