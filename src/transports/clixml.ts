/**
 * The error text in what PowerShell wrote to a redirected standard error. It is CLIXML where a host ignores
 * `-OutputFormat Text`: then the lines of errors are taken out of it, and records of progress are left. What is outside
 * of documents, or of no form that is known, is kept as it is.
 */
export function readErrorText(stderr: string): string {
  if (!stderr.includes(header)) return stderr;
  const text = stderr.replace(/#< CLIXML\r?\n?/g, '');
  let result = '';
  let offset = 0;
  for (;;) {
    const begin = text.indexOf('<Objs', offset);
    const end = begin === -1 ? -1 : text.indexOf(documentEnd, begin);
    if (end === -1) return result + text.slice(offset);
    result += text.slice(offset, begin) + errorsOf(text.slice(begin, end));
    offset = end + documentEnd.length;
  }
}

const header = '#< CLIXML';
const documentEnd = '</Objs>';

function errorsOf(document: string): string {
  const texts = [...document.matchAll(/<S S="Error">([^<]*)<\/S>/g)].map(([, text = '']) => text);
  return texts.map(plain).join('');
}

/** Characters that XML cannot hold, surrogates among them, are written as `_xD83D_`. */
function plain(text: string): string {
  return text
    .replace(/&(lt|gt|amp|quot|apos);/g, (_entity, name: string) => entities[name] ?? '')
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_escape, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
