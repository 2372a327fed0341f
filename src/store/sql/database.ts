/** What may be handed to a statement. Flags are 0 and 1: a boolean would abort the process inside of libsql. */
export type Value = string | number | Uint8Array | null;

export type Row = Readonly<Record<string, unknown>>;

export interface Queries {
  /** Runs one statement. Values stand where it has a `?`. @throws Problem store-unusable */
  query(sql: string, values?: readonly Value[]): Promise<readonly Row[]>;
}

/** A database that speaks SQL: the statements are the same for all of them, and what differs is here. */
export interface Database extends Queries, AsyncDisposable {
  /** For messages; never with a password. */
  readonly place: string;
  /** A statement that finds a row when there is a table of the name that it is given. */
  readonly findTable: string;
  /** A statement that lets one process at a time change the tables, until its transaction ends; where it is needed. */
  readonly lockTables: string | undefined;
  /** Gives back the room of what was deleted, where that is left to us. */
  shrink(): Promise<void>;
  /** Everything that `work` writes is kept, or nothing when it throws. */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /** All that `work` reads is of one moment, whatever others write meanwhile. It writes nothing itself. */
  snapshot<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
}
