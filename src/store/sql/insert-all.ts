import type { Queries, Value } from './database.ts';

/** Rows of one statement: few enough for the number of values that either database takes in one. */
const rowsAtOnce = 200;

/** Inserts rows with as few statements as possible. `into` is `table (column, column)`, `end` what follows the values. */
export async function insertAll(
  queries: Queries,
  into: string,
  rows: readonly (readonly Value[])[],
  end = '',
): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    const some = rows.slice(start, start + rowsAtOnce);
    const marks = `(${(some[0] ?? []).map(() => '?').join(', ')})`;
    const values = some.map(() => marks).join(', ');
    await queries.query(`insert into ${into} values ${values} ${end}`, some.flat());
  }
}
