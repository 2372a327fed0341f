/**
 * Fields that hold our own words, names of the inventory, addresses, times and digests. What a host, a hook or a library has
 * said never stands there, so no secret does.
 */
const ownFields: ReadonlySet<string> = new Set([
  ...['kind', 'verb', 'run', 'id', 'continues', 'owner', 'at', 'startedAt', 'endedAt'],
  ...['host', 'hosts', 'pool', 'pools', 'members', 'name', 'director', 'witness', 'witnesses'],
  ...['vip', 'vips', 'address', 'mac', 'brings', 'takes', 'inventory', 'facts', 'digest', 'link'],
  ...['step', 'steps', 'hook', 'end', 'way', 'moment', 'outcome', 'state', 'verdict', 'proves'],
  ...['risk', 'trial', 'deadman', 'onFailure', 'order', 'by', 'platform', 'stack', 'rule', 'severity'],
]);

/** A string, and behind the name of a field the colon. */
const quoted = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?/g;

/**
 * JSON with its texts redacted. Names of fields, numbers and the words of our own fields stay, whatever the secret is:
 * a password such as `host` must not cost us the journal.
 */
export function redactJson(json: string, redact: (text: string) => string): string {
  if (redact(json) === json) return json;
  // Of the strings in a list it is the one before the list.
  let field = '';
  return json.replaceAll(quoted, (all: string, literal: string, colon: string | undefined) => {
    const text = String(JSON.parse(literal));
    if (colon !== undefined) field = text;
    if (colon !== undefined || (ownFields.has(field) && !/\s/.test(text))) return all;
    const clean = redact(text);
    return clean === text ? all : JSON.stringify(clean);
  });
}
