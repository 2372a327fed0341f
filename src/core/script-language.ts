/** What a host reads its scripts in: any POSIX shell, or Windows PowerShell. */
export type ScriptLanguage = 'shell' | 'powershell';
