/**
 * The error text in what PowerShell wrote to a redirected standard error. It is CLIXML where a host ignores
 * `-OutputFormat Text`: then the lines of errors are taken out of it, and records of progress are left. What is outside
 * of documents, or of no form that is known, is kept as it is.
 */
export function readErrorText(stderr: string): string {
  if (!stderr.includes(header)) return stderr;
  return stderr
    .replace(/#< CLIXML\r?\n?/g, '')
    .replace(/<Objs\b[^>]*>([\s\S]*?)<\/Objs>(?:\r?\n)?/g, (_document, content: string) => errorsOf(content));
}

const header = '#< CLIXML';

function errorsOf(content: string): string {
  const texts = [...content.matchAll(/<S S="Error">([^<]*)<\/S>/g)].map(([, text = '']) => text);
  return texts.map(plain).join('');
}

function plain(text: string): string {
  return text
    .replace(/&(lt|gt|amp|quot|apos);/g, (_entity, name: string) => entities[name] ?? '')
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_escape, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
