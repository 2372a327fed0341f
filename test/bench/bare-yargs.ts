/** The least that a program with yargs is: what the start-up of `vipfarm --help` is held against. */
import process from 'node:process';
import yargs from 'yargs';

await yargs(process.argv.slice(2))
  .scriptName('bare')
  .usage('$0 VERB [POOL...]')
  .command('audit [pools..]', 'find what is not as the pools ask for')
  .help()
  .parseAsync();
