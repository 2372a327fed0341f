import process from 'node:process';
import fc from 'fast-check';

/**
 * Where the tests decide whether a change may land, properties try the same cases each time, so that a failure belongs
 * to the change. Everywhere else they go on searching with a new seed; one that they find becomes a test of its own.
 */
if (process.env['CI'] === 'true') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20261122 });
