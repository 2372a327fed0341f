import { readFileSync } from 'node:fs';
import type { Language } from './machine-state.ts';

/** What Windows calls its parts in a language: never anything to recognise a part by. */
export interface Words {
  /** The name of the first adapter. */
  readonly ethernet: string;
  /** The description of a loopback adapter. */
  readonly loopback: string;
  readonly client: string;
  readonly server: string;
  /** The code page that programs write in unless told otherwise. */
  readonly codePage: number;
  readonly culture: string;
  /** Win32_OperatingSystem.OSLanguage */
  readonly osLanguage: number;
}

/** The same file is read by the program, which takes the texts of netsh from it. */
export function wordsOf(language: Language): Words {
  return JSON.parse(readFileSync(new URL(`languages/${language}.json`, import.meta.url), 'utf8'));
}
