import { platforms } from '../../src/platforms/index.ts';
import { describePlatform, describeRegistry } from './platform-contract.ts';

describeRegistry();
for (const platform of platforms) describePlatform(platform);
